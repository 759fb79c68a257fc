import { z } from 'zod'
import { AppError } from '../../errors.ts'

/** What every list of the directory takes. */
export const pageInput = z.object({
  /** How many items at most. */
  top: z.coerce.number().int().min(1).max(999).default(100),
  /** `nextCursor` of the page before. */
  cursor: z.string().max(4000).optional(),
  /**
   * Part of a display name, sign-in name, mail, nickname or address, ignoring case and accents. Fewer than three
   * characters match the beginning of the display name.
   */
  search: z.string().max(256).optional(),
})

export function formatCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** The key after which a page starts, as `shape` wants it. Throws `directory.cursor_invalid` (400). */
export function parseCursor<S extends z.ZodType>(cursor: string, shape: S): z.output<S> {
  const parsed = shape.safeParse(decode(cursor))
  if (parsed.success) return parsed.data
  throw new AppError(
    'invalid',
    'directory.cursor_invalid',
    'This cursor does not belong to this list. Use the nextCursor of its previous page, or leave it out to start again.',
    { field: 'cursor' },
  )
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
