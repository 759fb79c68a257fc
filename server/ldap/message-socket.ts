import { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { MessageFramer, type MessageSink } from './message-framer.ts'

export type MessageSocketEvents = {
  /** A whole message arrived; true keeps it from the client library. */
  readonly claim: (message: Buffer) => boolean
  readonly oversized: MessageSink['oversized']
  /** The connection ended; called once. A callback because the library removes listeners it did not add. */
  readonly ended: (error: Error | undefined) => void
}

/**
 * The socket that the LDAP client library sees: it gets whole messages, and only those nobody claims. Everything
 * written goes to the TLS connection below, which it owns.
 */
export class MessageSocket extends Socket {
  private readonly tls: TLSSocket
  private readonly ended: MessageSocketEvents['ended']

  constructor(tls: TLSSocket, events: MessageSocketEvents, maxBytes: number) {
    super()
    this.tls = tls
    this.ended = events.ended
    const message = (bytes: Buffer) => {
      if (!events.claim(bytes)) this.push(bytes)
    }
    const framer = new MessageFramer({ message, oversized: events.oversized }, maxBytes)
    tls.on('data', (chunk: Buffer) => {
      try {
        framer.push(chunk)
      } catch (error) {
        this.destroy(error instanceof Error ? error : new Error(String(error)))
      }
    })
    tls.on('error', (error) => this.destroy(error))
    tls.on('close', () => this.destroy())
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.tls.write(chunk, done)
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.tls.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.tls.end(done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.tls.destroy()
    this.ended(error ?? undefined)
    done(error)
    // A plain socket leaves this to its handle, which this one does not have; the library waits for it.
    process.nextTick(() => this.emit('close', error !== null))
  }
}
