import { describe, expect, it } from 'vitest'
import { evaluate } from '../evaluate-for-test.ts'
import vectors from './reference-vectors.json' with { type: 'json' }

type Vector = {
  readonly function: string
  readonly expression: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly result: unknown
}

describe('published examples', () => {
  it.each<Vector>(vectors)('$function: $expression', ({ expression, attributes, result }) => {
    const date = taggedText(result, '$dt')
    const text = date === undefined ? expression : `FormatDateTime(${expression},"yyyy-MM-ddTHH:mm:ssZ")`
    const evaluation = evaluate(text, storedOf(attributes), {
      imported: storedOf(attributes.$imported),
      parameters: parametersOf(attributes),
    })
    const expected = date ?? taggedText(result, '$ref') ?? result
    expect(evaluation).toMatchObject({ outcome: 'value', value: expected })
  })
})

function taggedText(value: unknown, tag: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const text: unknown = Object.entries(value).find(([key]) => key === tag)?.[1]
  return typeof text === 'string' ? text : undefined
}

function storedOf(attributes: unknown): Record<string, string | readonly string[]> {
  const stored: Record<string, string | readonly string[]> = {}
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'string') stored[name] = value
    else if (Array.isArray(value)) stored[name] = value.map(String)
  }
  return stored
}

function parametersOf(attributes: Readonly<Record<string, unknown>>): Record<string, string> {
  const parameters: Record<string, string> = {}
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('%')) parameters[name.slice(1, -1)] = String(value)
  }
  return parameters
}
