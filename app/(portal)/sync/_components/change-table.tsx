import { ArrowRight } from 'lucide-react'
import Link from 'next/link'
import { PlainTable } from '../../../_ui/plain-table.tsx'
import { type ShownValues, ValueView } from '../../../_ui/value-view.tsx'

export type AttributeChange = {
  readonly attribute: string
  readonly before?: ShownValues
  readonly after?: ShownValues
  readonly rule?: string | null | undefined
}

const texts = {
  attribute: 'Attribute',
  before: 'Old value',
  after: 'New value',
  rule: 'Rule',
  why: 'Cause',
  explain: 'Explain',
  explainAttribute: (attribute: string) => `Explain ${attribute}`,
  none: 'No attribute changes.',
} as const

type ChangeTableProps = {
  label: string
  changes: readonly AttributeChange[]
  /** The metaverse object whose values flow here: each change then leads to the rules behind it. */
  mvId?: string | null
}

/** Attribute by attribute: old value, new value, and the rule when there is one. */
export function ChangeTable({ label, changes, mvId = null }: ChangeTableProps) {
  if (changes.length === 0) return <p className="text-muted">{texts.none}</p>
  const withRule = changes.some(({ rule }) => rule !== undefined && rule !== null)
  return (
    <PlainTable
      label={label}
      rows={changes}
      rowKey={({ attribute }) => attribute}
      columns={[
        {
          id: 'attribute',
          header: texts.attribute,
          cell: ({ attribute }) => (
            <bdi dir="ltr" className="font-semibold">
              {attribute}
            </bdi>
          ),
        },
        { id: 'before', header: texts.before, cell: ({ before }) => <ValueView values={before} /> },
        {
          id: 'after',
          header: texts.after,
          cell: ({ after }) => (
            <div className="flex min-w-0 gap-2">
              <ArrowRight
                aria-hidden
                className="mt-0.5 size-4 shrink-0 text-muted max-md:hidden rtl:rotate-180"
              />
              <ValueView values={after} />
            </div>
          ),
        },
        ...(withRule
          ? [{ id: 'rule', header: texts.rule, cell: ({ rule }: AttributeChange) => rule ?? '' }]
          : []),
        ...(mvId === null
          ? []
          : [
              {
                id: 'why',
                header: texts.why,
                cell: ({ attribute }: AttributeChange) => (
                  <Link
                    className="link inline-flex min-h-6 items-center"
                    aria-label={texts.explainAttribute(attribute)}
                    href={`/sync/metaverse/${mvId}?explain=${encodeURIComponent(attribute)}`}
                  >
                    {texts.explain}
                  </Link>
                ),
              },
            ]),
      ]}
    />
  )
}
