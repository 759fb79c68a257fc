import Link from 'next/link'
import type { MvDetail } from '../../../../_shell/api-types.ts'
import { Code, Dn } from '../../../../_ui/dn.tsx'
import { Facts } from '../../../../_ui/facts.tsx'
import { NoValue } from '../../../../_ui/relative-time.tsx'
import { messages, wordFor } from '../messages.ts'

type Attribute = MvDetail['attributes'][number]

/** Why the attribute has its value: the rule that gave it, how, and the object it was read from. */
export function Explanation({ attribute }: { attribute: Attribute }) {
  const { lineage, name } = attribute
  return (
    <section aria-label={messages.whyAttribute(name)} className="flex flex-col gap-3">
      <p>{messages.because(lineage.rule, lineage.connector)}</p>
      <Facts
        wide
        facts={[
          { label: messages.rule, value: lineage.rule },
          {
            label: messages.precedence,
            value: lineage.precedence === null ? <NoValue /> : messages.precedenceMeaning(lineage.precedence),
          },
          {
            label: messages.flow,
            value: lineage.flowType === null ? <NoValue /> : wordFor(messages.flowTypes, lineage.flowType),
          },
          {
            label: messages.source,
            value: lineage.expression === null ? <NoValue /> : <Code>{lineage.expression}</Code>,
          },
          {
            label: messages.sourceObject,
            value:
              lineage.csId === null ? (
                <NoValue />
              ) : (
                <span className="flex flex-col">
                  <Link
                    className="link w-fit"
                    href={`/sync/connectors/${lineage.connectorId}/objects/${lineage.csId}`}
                  >
                    {lineage.connector}
                  </Link>
                  {lineage.dn === null ? null : <Dn value={lineage.dn} />}
                </span>
              ),
          },
        ]}
      />
    </section>
  )
}
