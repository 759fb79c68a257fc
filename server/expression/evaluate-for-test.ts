import type { StoredValue } from '../attributes/value.ts'
import { compileExpression } from './compile.ts'
import type { Evaluation, EvaluationScope } from './evaluation.ts'

type Stored = StoredValue | readonly StoredValue[]

/** What a test gives an expression to read; everything else is absent. */
export type Given = {
  readonly attributes?: Readonly<Record<string, Stored | undefined>>
  readonly imported?: Readonly<Record<string, Stored>>
  readonly parameters?: Readonly<Record<string, string>>
  readonly counts?: Readonly<Record<string, number>>
  readonly now?: Date
  readonly seed?: string
}

/** A scope over plain records, at a fixed instant. */
export function scopeOf(given: Given): EvaluationScope {
  return {
    attribute: (name) => given.attributes?.[name],
    imported: (name) => given.imported?.[name],
    parameter: (name) => given.parameters?.[name],
    valueCount: (name) => given.counts?.[name] ?? 0,
    now: given.now ?? new Date('2026-01-02T03:04:05.678Z'),
    seed: given.seed ?? 'seed',
  }
}

/** Compiles and evaluates; a compilation error comes out as the outcome `error` too. */
export function evaluate(text: string, attributes: Given['attributes'] = {}, given: Given = {}): Evaluation {
  const compilation = compileExpression(text, 'connect')
  if (!compilation.ok) return { outcome: 'error', error: compilation.error }
  return compilation.expression.evaluate(scopeOf({ attributes, ...given }))
}

/** The value; null for no value; the outcome's name or the error's code for everything else. */
export function resultOf(text: string, attributes: Given['attributes'] = {}, given: Given = {}): unknown {
  const evaluation = evaluate(text, attributes, given)
  if (evaluation.outcome === 'value') return evaluation.value
  if (evaluation.outcome === 'null') return null
  return evaluation.outcome === 'error' ? evaluation.error.code : evaluation.outcome
}

/** The error's code and the text it underlines; undefined when there is none. */
export function errorOf(
  text: string,
  attributes: Given['attributes'] = {},
): readonly [string, string] | undefined {
  const evaluation = evaluate(text, attributes)
  if (evaluation.outcome !== 'error') return undefined
  const { code, range } = evaluation.error
  return [code, text.slice(range.start, range.end)]
}
