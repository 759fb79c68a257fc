import { once } from 'node:events'
import { createServer } from 'node:net'

/** Whether this user may listen where directory servers do. */
export async function mayListenOnLowPorts(): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(389, '127.255.255.254')
    await once(server, 'listening')
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'EACCES')
  }
  server.close()
  await once(server, 'close')
  return true
}
