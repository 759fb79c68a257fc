import Link from 'next/link'
import type { MvDetail } from '../../../../_shell/api-types.ts'
import { Code, Dn } from '../../../../_ui/dn.tsx'
import { Facts } from '../../../../_ui/facts.tsx'
import { NoValue } from '../../../../_ui/relative-time.tsx'
import { messages, wordFor } from '../messages.ts'
import { RuleContributions } from './rule-contributions.tsx'

/** Why an attribute has its value: the rule that gave it, how, from which object, and every rule that could have. */
export function Explanation({ mv, name }: { mv: MvDetail; name: string }) {
  const attribute = mv.attributes.find((each) => each.name.toLowerCase() === name.toLowerCase())
  return (
    <section aria-label={messages.whyAttribute(attribute?.name ?? name)} className="flex flex-col gap-4">
      {attribute === undefined ? (
        <p>{messages.explainMissing(name)}</p>
      ) : (
        <Origin lineage={attribute.lineage} />
      )}
      <RuleContributions mv={mv} attribute={attribute?.name ?? name} />
    </section>
  )
}

function Origin({ lineage }: { lineage: MvDetail['attributes'][number]['lineage'] }) {
  return (
    <>
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
            value: lineage.flowType === null ? <NoValue /> : wordFor(messages.flowMeanings, lineage.flowType),
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
    </>
  )
}
