/** Where whole LDAP messages go. `oversized` gets the first bytes of a message that is too large to keep. */
export type MessageSink = {
  message(message: Buffer): void
  oversized(head: Buffer, sizeBytes: number): void
}

const SEQUENCE = 0x30
/** Enough of an entry to read its message id and DN from. */
const KEPT_HEAD = 16_384

/**
 * Cuts the byte stream of an LDAP connection into messages [RFC 4511 5.1]. A message of any size is joined once, not
 * once per chunk; one above `maxBytes` is skipped without being kept. Throws `RangeError` on what is not LDAP.
 */
export class MessageFramer {
  private parts: Buffer[] = []
  private have = 0
  private need = 0
  private skipping = 0

  private readonly sink: MessageSink
  private readonly maxBytes: number

  constructor(sink: MessageSink, maxBytes: number) {
    this.sink = sink
    this.maxBytes = maxBytes
  }

  push(chunk: Buffer): void {
    let data = this.skipping > 0 ? this.skip(chunk) : chunk
    if (this.have > 0) {
      this.parts.push(data)
      this.have += data.length
      if (this.have < this.need) return
      data = Buffer.concat(this.parts, this.have)
      this.parts = []
      this.have = 0
    }
    this.cut(data)
  }

  private cut(data: Buffer): void {
    let at = 0
    while (at < data.length) {
      const size = messageSize(data, at)
      if (size > this.maxBytes) {
        this.parts = [data.subarray(at, at + KEPT_HEAD)]
        this.skipping = size
        this.need = size
        const rest = this.skip(data.subarray(at))
        at = data.length - rest.length
        continue
      }
      if (size === 0 || at + size > data.length) break
      this.sink.message(data.subarray(at, at + size))
      at += size
    }
    if (at === data.length) return
    const rest = data.subarray(at)
    this.parts = [rest]
    this.have = rest.length
    this.need = messageSize(rest, 0)
  }

  /** Drops what belongs to the message being skipped; returns what follows it. */
  private skip(chunk: Buffer): Buffer {
    if (chunk.length < this.skipping) {
      this.skipping -= chunk.length
      return chunk.subarray(chunk.length)
    }
    const rest = chunk.subarray(this.skipping)
    const head = this.parts[0] ?? rest
    this.parts = []
    this.skipping = 0
    this.sink.oversized(head, this.need)
    return rest
  }
}

/** Size of the message that starts at `at`, header included; 0 while its header is not complete. */
function messageSize(data: Buffer, at: number): number {
  if (data[at] !== SEQUENCE) throw new RangeError('The answer is not LDAP.')
  const first = data[at + 1]
  if (first === undefined) return 0
  if (first < 0x80) return 2 + first
  const lengthBytes = first & 0x7f
  if (lengthBytes === 0 || lengthBytes > 4) throw new RangeError('The answer is not LDAP.')
  if (at + 2 + lengthBytes > data.length) return 0
  return 2 + lengthBytes + data.readUIntBE(at + 2, lengthBytes)
}
