/**
 * The file as UTF-8 bytes: strings are encoded, a UTF-8 byte order mark is dropped, and UTF-16 with a byte order
 * mark (what `ldifde -u` writes) is converted. Chunks keep their order; the first one holds at least 3 bytes, or all.
 */
export async function* toUtf8(source: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  let head: Buffer | undefined = Buffer.alloc(0)
  let utf16: TextDecoder | undefined
  for await (const piece of source) {
    let chunk: Uint8Array = typeof piece === 'string' ? Buffer.from(piece) : piece
    if (head) {
      head = Buffer.concat([head, chunk])
      if (head.length < 3) continue
      utf16 = utf16Decoder(head)
      chunk = utf16 ? head : withoutMark(head)
      head = undefined
    }
    yield utf16 ? Buffer.from(utf16.decode(chunk, { stream: true })) : chunk
  }
  if (head) yield head
  else if (utf16) yield Buffer.from(utf16.decode())
}

function utf16Decoder(head: Buffer): TextDecoder | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le')
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be')
  return undefined
}

function withoutMark(head: Buffer): Buffer {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head
}
