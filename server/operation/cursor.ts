import { z } from 'zod'
import { AppError } from '../errors.ts'

/** Opaque text of a keyset position: what a list returns as `nextCursor`. */
export function encodeCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** The position behind a cursor that has `length` parts. Throws `invalid_cursor` (400) for anything else. */
export function decodeCursor(cursor: string, length: number): string[] {
  try {
    const parts = z
      .array(z.union([z.string(), z.number()]))
      .length(length)
      .parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return parts.map(String)
  } catch {
    throw new AppError(
      'invalid',
      'invalid_cursor',
      'This cursor is not from this list. Start again without it.',
      { field: 'cursor' },
    )
  }
}

/** Paging input of every list. */
export const pageInput = {
  top: z.coerce.number().int().min(1).max(999).default(100),
  cursor: z.string().max(2000).optional(),
}

/** The page and the cursor of the next one, from one row more than asked for. */
export function pageOf<T>(
  rows: readonly T[],
  top: number,
  positionOf: (row: T) => readonly (string | number)[],
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, top)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > top && last ? encodeCursor(positionOf(last)) : null }
}
