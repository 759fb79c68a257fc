import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Server } from 'node:tls'
import { createServer, type TLSSocket } from 'node:tls'
import { BerWriter, PagedResultsControl } from 'ldapts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificates } from '../../e2e/fixtures/samba/certificates.ts'
import { filter } from './filter.ts'
import { MessageFramer } from './message-framer.ts'
import { openSession } from './open-session.ts'
import { readMessageHead } from './search-entry.ts'
import type { LdapSession } from './session.ts'

const BIND = 0x60
const BIND_DONE = 0x61
const SEARCH = 0x63
const ENTRY = 0x64
const DONE = 0x65
const ABANDON = 0x50

type Request = { readonly id: number; readonly tag: number; readonly bytes: Buffer }
/** What the scripted server does with a request. */
type Script = (request: Request, socket: TLSSocket) => void

const signal = new AbortController().signal
let directory: string
let caCertificate: string
let server: Server
let port: number
let script: Script
let session: LdapSession | undefined

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'scripted-ldap-'))
  caCertificate = await makeCertificates(directory, 'Scripted CA', 'localhost', ['IP:127.0.0.1'])
  const [key, cert] = [
    await readFile(join(directory, 'key.pem')),
    await readFile(join(directory, 'cert.pem')),
  ]
  server = createServer({ key, cert }, (socket) => {
    const message = (bytes: Buffer) => {
      const { id, tag } = readMessageHead(bytes)
      script({ id, tag, bytes }, socket)
    }
    const framer = new MessageFramer({ message, oversized: () => {} }, 100_000)
    socket.on('data', (chunk: Buffer) => framer.push(chunk))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve))
  const address = server.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})
afterEach(() => session?.close())
afterAll(async () => {
  server.close()
  await rm(directory, { recursive: true, force: true })
})

function open(onSearch: Script, timeoutMs = 2000): Promise<LdapSession> {
  script = (request, socket) => {
    if (request.tag === BIND) socket.write(result(request.id, BIND_DONE, 0))
    else onSearch(request, socket)
  }
  const settings = { hosts: ['127.0.0.1'], port, security: 'ldaps', caCertificate, timeoutMs } as const
  return openSession({ ...settings, account: 'sync@x', password: 'secret' }, signal)
}

function result(id: number, tag: number, code: number, cookie?: string): Buffer {
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeInt(id)
  writer.startSequence(tag)
  writer.writeEnumeration(code)
  writer.writeString('')
  writer.writeString('')
  writer.endSequence()
  if (cookie !== undefined) {
    writer.startSequence(0xa0)
    new PagedResultsControl({ value: { size: 0, cookie: Buffer.from(cookie) } }).write(writer)
    writer.endSequence()
  }
  writer.endSequence()
  return writer.buffer
}

function entry(id: number, dn: string): Buffer {
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeInt(id)
  writer.startSequence(ENTRY)
  writer.writeString(dn)
  writer.startSequence()
  writer.endSequence()
  writer.endSequence()
  writer.endSequence()
  return writer.buffer
}

const everything = {
  base: 'DC=x',
  scope: 'sub',
  filter: filter.present('objectClass'),
  attributes: [],
} as const

async function readPages(from: LdapSession): Promise<readonly (readonly string[])[]> {
  const newSink = () => {
    const page: string[] = []
    return { page, sink: { entry: ({ dn }: { dn: string }) => page.push(dn) } }
  }
  const pages: string[][] = []
  for await (const page of from.pages(everything, () => 2, newSink, signal)) pages.push(page)
  return pages
}

describe('LdapSession', () => {
  it('reads on after an empty page that has a cookie', async () => {
    const answers = [['CN=a', 'CN=b'], [], ['CN=c']]
    session = await open(({ id }, socket) => {
      const [page = [], ...rest] = answers.splice(0, answers.length)
      answers.push(...rest)
      for (const dn of page) socket.write(entry(id, dn))
      socket.write(result(id, DONE, 0, rest.length > 0 ? `${rest.length} to go` : ''))
    })
    expect(await readPages(session)).toEqual([['CN=a', 'CN=b'], [], ['CN=c']])
  })

  it('rejects a paged read that the server cuts at a limit', async () => {
    let page = 0
    session = await open(({ id }, socket) => {
      page++
      socket.write(Buffer.concat([entry(id, `CN=${page}`), result(id, DONE, page === 1 ? 0 : 4, 'more')]))
    })
    await expect(readPages(session)).rejects.toMatchObject({ code: 'ldap.size_limit' })
  })

  it('rejects when the connection ends in the middle of an answer', async () => {
    session = await open(({ id }, socket) => {
      socket.write(entry(id, 'CN=a'))
      socket.end(entry(id, 'CN=b').subarray(0, 9))
    })
    await expect(session.collect(everything, signal)).rejects.toMatchObject({ code: 'ldap.server_down' })
    expect(session.isOpen).toBe(false)
    await expect(session.collect(everything, signal)).rejects.toMatchObject({ code: 'ldap.server_down' })
  })

  it('rejects when the server answers with something else than LDAP', async () => {
    session = await open((_, socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await expect(session.collect(everything, signal)).rejects.toMatchObject({ code: 'ldap.server_down' })
  })

  it('rejects a search with a malformed entry, and goes on with the others', async () => {
    session = await open(({ id }, socket) => {
      const damaged = entry(id, 'CN=a')
      damaged[damaged.length - 2] = 0x04
      socket.write(Buffer.concat([damaged, result(id, DONE, 0)]))
    })
    await expect(session.collect(everything, signal)).rejects.toMatchObject({ code: 'ldap.entry_malformed' })
    const problems: string[] = []
    await session.search(everything, { entry: () => {}, problem: ({ dn }) => problems.push(dn) }, signal)
    expect(problems).toEqual(['CN=a'])
  })

  it('tells answers to several searches apart, in any order', async () => {
    const waiting: number[] = []
    session = await open(({ id }, socket) => {
      waiting.push(id)
      if (waiting.length < 3) return
      for (const one of waiting.reverse()) socket.write(entry(one, `CN=${one}`))
      for (const one of waiting) socket.write(result(one, DONE, 0))
    })
    const found = await Promise.all([1, 2, 3].map(() => session?.collect(everything, signal)))
    const names = found.map((entries) => entries?.map(({ dn }) => dn))
    expect(names.every((one) => one?.length === 1)).toBe(true)
    expect(new Set(names.flat()).size).toBe(3)
  })

  it('abandons a search that is aborted, and stays usable', async () => {
    const seen: number[] = []
    session = await open(({ id, tag }, socket) => {
      seen.push(tag)
      if (seen.length === 1) return
      if (tag === SEARCH) socket.write(result(id, DONE, 0))
    })
    const aborting = new AbortController()
    const search = session.collect(everything, aborting.signal)
    aborting.abort(new Error('enough'))
    await expect(search).rejects.toThrow('enough')
    expect(await session.collect(everything, signal)).toEqual([])
    expect(seen).toEqual([SEARCH, ABANDON, SEARCH])
  })

  it('gives up a sign-in that is never answered', async () => {
    const opening = open(() => {}, 200)
    script = () => {}
    await expect(opening).rejects.toMatchObject({ code: 'ldap.timeout' })
  })

  it('does not try the next host after a refused password', async () => {
    let binds = 0
    const opening = open(() => {})
    script = ({ id }, socket) => {
      binds++
      socket.write(result(id, BIND_DONE, 49))
    }
    await expect(opening).rejects.toMatchObject({ code: 'ldap.bad_credentials' })
    const hosts = ['127.0.0.1', '127.0.0.1']
    const settings = {
      hosts,
      port,
      security: 'ldaps',
      caCertificate,
      account: 'sync@x',
      password: 'secret',
    } as const
    await expect(openSession(settings, signal)).rejects.toMatchObject({ code: 'ldap.bad_credentials' })
    expect(binds).toBe(2)
  })

  it('never signs in with an empty password or without an account', async () => {
    const settings = { hosts: ['127.0.0.1'], port, security: 'ldaps', caCertificate } as const
    const refused = (account: string, password: string) =>
      openSession({ ...settings, account, password }, signal)
    await expect(refused('sync@x', '')).rejects.toMatchObject({ code: 'ldap.password_empty' })
    await expect(refused('EXTERNAL', 'x')).rejects.toMatchObject({ code: 'ldap.account_malformed' })
  })
})
