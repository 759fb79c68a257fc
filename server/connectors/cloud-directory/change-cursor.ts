import { z } from 'zod'
import { type ChangePosition, RETENTION_DAYS } from '../../directory/index.ts'
import { AppError } from '../../errors.ts'

const cursorSchema = z.object({
  v: z.literal(1),
  /** When the round started, ms since 1970: how old the knowledge behind the cursor is. */
  at: z.number(),
  position: z.object({
    since: z.number(),
    until: z.number(),
    part: z.enum(['objects', 'tombstones', 'edges', 'removed-edges']),
    after: z.tuple([z.number(), z.string(), z.string(), z.string()]).optional(),
  }),
  done: z.boolean(),
})

export type ChangeCursor = {
  readonly at: Date
  readonly position: ChangePosition
  /** True between rounds: the next read starts one. */
  readonly done: boolean
}

export function formatCursor({ at, position, done }: ChangeCursor): string {
  return Buffer.from(JSON.stringify({ v: 1, at: at.getTime(), position, done })).toString('base64url')
}

/**
 * Throws `connector.cursor_invalid` for a text that is no cursor, `connector.cursor_expired` when it is older than
 * the directory remembers removals: both are mended by a full import.
 */
export function parseCursor(text: string, now: Date): ChangeCursor {
  const parsed = cursorSchema.safeParse(decode(text))
  if (!parsed.success) {
    throw new AppError(
      'invalid',
      'connector.cursor_invalid',
      'The cloud directory did not issue this cursor. Run a full import.',
    )
  }
  const { at, position, done } = parsed.data
  if (now.getTime() - at >= RETENTION_DAYS * 24 * 60 * 60 * 1000) {
    throw new AppError(
      'conflict',
      'connector.cursor_expired',
      `The last import from the cloud directory is more than ${RETENTION_DAYS} days old. Run a full import.`,
    )
  }
  return { at: new Date(at), position: { ...position, after: position.after }, done }
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
