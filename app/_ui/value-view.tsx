import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'
import { NoValue } from './relative-time.tsx'

/** One attribute value as operations return it: text, number, Boolean, binary, or a reference. */
export type ShownValue =
  | string
  | number
  | boolean
  | { readonly base64: string }
  | { readonly b: string }
  | { readonly n: string }
  | { readonly id: string; readonly name?: string | undefined; readonly dn?: string | undefined }

/** Several values, one, or none. */
export type ShownValues = ShownValue | readonly ShownValue[] | null | undefined

function listOf(values: ShownValues): readonly ShownValue[] {
  if (values === null || values === undefined) return []
  return isList(values) ? values : [values]
}

/** Array.isArray that narrows read-only arrays. */
function isList(values: ShownValue | readonly ShownValue[]): values is readonly ShownValue[] {
  return Array.isArray(values)
}

/** The value as the text a person would copy. */
export function textOf(value: ShownValue): string {
  if (typeof value !== 'object') return String(value)
  if ('base64' in value) return value.base64
  if ('b' in value) return value.b
  if ('n' in value) return value.n
  return value.name ?? value.dn ?? value.id
}

/** All values as texts; none gives an empty list. */
export function textsOf(values: ShownValues): readonly string[] {
  return listOf(values).map(textOf)
}

const SHORT_LIST = 5

type ValueViewProps = {
  values: ShownValues
  /** Shows the object that a reference points to; without it the id is shown. */
  reference?: (id: string) => ReactNode
}

/** Any attribute value: several one below the other, binary as base64, references as links, all with copy. */
export function ValueView({ values, reference }: ValueViewProps) {
  const list = listOf(values)
  if (list.length === 0) return <NoValue />
  const rest = list.slice(SHORT_LIST)
  return (
    <div className="min-w-0">
      <ValueLines values={list.slice(0, SHORT_LIST)} reference={reference} />
      {rest.length === 0 ? null : (
        <details>
          <summary className="w-fit text-accent">{rest.length} more</summary>
          <ValueLines values={rest} reference={reference} />
        </details>
      )}
    </div>
  )
}

function ValueLines({
  values,
  reference,
}: { values: readonly ShownValue[] } & Pick<ValueViewProps, 'reference'>) {
  return (
    <ul>
      {values.map((value) => (
        <li key={textOf(value)} className="flex min-w-0 items-start gap-1">
          <OneValue value={value} reference={reference} />
          <CopyButton text={textOf(value)} label="Copy value" />
        </li>
      ))}
    </ul>
  )
}

function OneValue({ value, reference }: { value: ShownValue } & Pick<ValueViewProps, 'reference'>) {
  if (typeof value !== 'object') {
    return (
      <bdi dir="auto" className="min-w-0 break-words whitespace-pre-wrap">
        {textOf(value)}
      </bdi>
    )
  }
  if ('id' in value) {
    return <span className="min-w-0 break-words">{reference?.(value.id) ?? textOf(value)}</span>
  }
  const text = textOf(value)
  return (
    <bdi dir="ltr" title={text} className="min-w-0 truncate font-mono text-caption leading-5">
      {text.length > 64 ? `${text.slice(0, 64)}…` : text}
    </bdi>
  )
}
