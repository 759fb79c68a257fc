import type { z } from 'zod'
import { AppError, type FieldProblem } from '../errors.ts'

/**
 * Input as its schema says; a missing input counts as no fields. Throws `invalid` (400) whose `field` is the first
 * problem's path (`connection.hosts.0`) and whose `details.problems` lists all.
 */
export function parseInput<I extends z.ZodType>(schema: I, input: unknown): z.output<I> {
  const parsed = schema.safeParse(input ?? {})
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(toProblem)
  const [first] = problems
  const message = problems.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; ')
  throw new AppError('invalid', 'invalid', message, {
    field: first?.field || undefined,
    details: { problems },
  })
}

function toProblem(issue: z.core.$ZodIssue): FieldProblem {
  return { field: issue.path.map(String).join('.'), message: issue.message }
}
