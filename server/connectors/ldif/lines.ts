import { isUtf8 } from 'node:buffer'

/**
 * One line after unfolding (RFC 2849 note 2). `line` is the number of its first physical line, from 1. A blank line
 * has the text ''. Comments are left out. With a `fault` the text is '' and the line could not be read.
 */
export type LogicalLine = { readonly line: number; readonly text: string; readonly fault?: LineFault }

export type LineFault = 'not-utf8' | 'too-long'

const LF = 0x0a
const CR = 0x0d
const SPACE = 0x20
const HASH = 0x23

type Pending = { readonly line: number; readonly parts: Buffer[]; size: number }

/**
 * Cuts UTF-8 bytes into logical lines, in batches of what one chunk completed. Chunks may end anywhere, also inside
 * a character; folding inside a character is joined on bytes. LF and CRLF both end a line. `maxBytes` bounds one
 * logical line; after a fault no further line is to be asked for.
 */
export async function* readLogicalLines(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<readonly LogicalLine[]> {
  let rest: Buffer = Buffer.alloc(0)
  let physical = 0
  let pending: Pending | undefined
  let lines: LogicalLine[] = []
  const take = (bytes: Buffer): void => {
    physical++
    // A blank line cannot be continued: what follows it is a line of its own, and refused as one.
    if (pending && pending.size > 0 && bytes[0] === SPACE) {
      pending.parts.push(bytes.subarray(1))
      pending.size += bytes.length - 1
      return
    }
    if (pending) lines.push(...decode(pending, maxBytes))
    pending = { line: physical, parts: [bytes], size: bytes.length }
  }
  for await (const chunk of source) {
    const block = rest.length === 0 ? asBuffer(chunk) : Buffer.concat([rest, chunk])
    lines = []
    let start = 0
    for (let end = block.indexOf(LF); end >= 0; end = block.indexOf(LF, start)) {
      take(withoutCr(block.subarray(start, end)))
      start = end + 1
    }
    // A copy: the block itself would be kept alive by its last bytes.
    rest = Buffer.from(block.subarray(start))
    lines.push(...endless(pending, rest, physical + 1, maxBytes))
    yield lines
  }
  lines = []
  if (rest.length > 0) take(withoutCr(rest))
  if (pending) lines.push(...decode(pending, maxBytes))
  yield lines
}

// Lines that have not ended yet are bounded as well, or one endless line would fill the memory.
function endless(pending: Pending | undefined, rest: Buffer, line: number, maxBytes: number): LogicalLine[] {
  const continued = rest[0] === SPACE ? rest.length : 0
  if (pending && pending.size + continued > maxBytes)
    return [{ line: pending.line, text: '', fault: 'too-long' }]
  return rest.length > maxBytes ? [{ line, text: '', fault: 'too-long' }] : []
}

function decode({ line, parts, size }: Pending, maxBytes: number): LogicalLine[] {
  if (parts[0]?.[0] === HASH) return []
  if (size > maxBytes) return [{ line, text: '', fault: 'too-long' }]
  const bytes = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
  const text = bytes.toString('utf8')
  // The replacement character stands for bytes that are no UTF-8, unless the file really contains it.
  if (text.includes('\ufffd') && !isUtf8(bytes)) return [{ line, text: '', fault: 'not-utf8' }]
  return [{ line, text }]
}

function withoutCr(bytes: Buffer): Buffer {
  return bytes[bytes.length - 1] === CR ? bytes.subarray(0, -1) : bytes
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
