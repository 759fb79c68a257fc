import { describe, expect, it } from 'vitest'
import { MessageFramer } from './message-framer.ts'

/** A message whose content is `size` bytes of `fill`, with a definite length as short as possible. */
function message(size: number, fill: number): Buffer {
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([0x30, ...length]), Buffer.alloc(size, fill)])
}

function frame(chunks: readonly Buffer[], maxBytes = 10_000) {
  const messages: Buffer[] = []
  const oversized: { head: Buffer; sizeBytes: number }[] = []
  const sink = {
    message: (one: Buffer) => messages.push(Buffer.from(one)),
    oversized: (head: Buffer, sizeBytes: number) => oversized.push({ head: Buffer.from(head), sizeBytes }),
  }
  const framer = new MessageFramer(sink, maxBytes)
  for (const chunk of chunks) framer.push(chunk)
  return { messages, oversized }
}

function cut(data: Buffer, size: number): Buffer[] {
  const chunks: Buffer[] = []
  for (let at = 0; at < data.length; at += size) chunks.push(data.subarray(at, at + size))
  return chunks
}

describe('MessageFramer', () => {
  const parts = [
    message(3, 1),
    message(0, 0),
    message(127, 2),
    message(200, 3),
    message(5000, 4),
    message(1, 5),
  ]
  const stream = Buffer.concat(parts)

  it.each([1, 2, 3, 7, 100, 129, 1024, 100_000])('finds the same messages in chunks of %i bytes', (size) => {
    expect(frame(cut(stream, size)).messages).toEqual(parts)
  })

  it.each([1, 5, 64, 100_000])(
    'skips a message that is too large in chunks of %i bytes, and keeps its start',
    (size) => {
      const { messages, oversized } = frame(cut(stream, size), 1000)
      expect(messages).toEqual(parts.filter((part) => part.length < 1000))
      expect(oversized).toHaveLength(1)
      expect(oversized[0]?.sizeBytes).toBe(5004)
      const head = oversized[0]?.head ?? Buffer.alloc(0)
      expect(stream.includes(head)).toBe(true)
      expect(head.subarray(0, 4)).toEqual(parts[4]?.subarray(0, 4))
    },
  )

  it('refuses what is not LDAP, and lengths that could not be kept', () => {
    expect(() => frame([Buffer.from('HTTP/1.1 400 Bad Request')])).toThrow(RangeError)
    expect(() => frame([Buffer.from([0x30, 0x80, 0, 0])])).toThrow(RangeError)
    expect(() => frame([Buffer.from([0x30, 0x85, 1, 1, 1, 1, 1])])).toThrow(RangeError)
  })
})
