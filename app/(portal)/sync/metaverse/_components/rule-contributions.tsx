'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { api } from '../../../../_boundary/client.ts'
import type { MvDetail, MvExplanation } from '../../../../_shell/api-types.ts'
import { Loaded } from '../../../../_shell/loaded.tsx'
import { Code } from '../../../../_ui/dn.tsx'
import { Pill, Tag } from '../../../../_ui/pill.tsx'
import { PlainTable } from '../../../../_ui/plain-table.tsx'
import { messages, wordFor } from '../messages.ts'

type Decision = MvExplanation['decisions'][number]

/** Every rule that could set the attribute, what each of them gave and which one won; and the rules out of scope. */
export function RuleContributions({ mv, attribute }: { mv: MvDetail; attribute: string }) {
  const query = useQuery(api.sync.metaverse.explain.queryOptions({ input: { id: mv.id, attribute } }))
  return (
    <Loaded query={query} lines={4}>
      {({ decisions, outOfScope }) => (
        <>
          {decisions.length === 0 ? <p className="text-muted">{messages.noRuleSets(attribute)}</p> : null}
          {decisions.map((decision) => (
            <DecisionTable
              key={`${decision.direction} ${decision.connectorId}`}
              mv={mv}
              decision={decision}
            />
          ))}
          <OutOfScope rules={outOfScope} />
        </>
      )}
    </Loaded>
  )
}

function DecisionTable({ mv, decision }: { mv: MvDetail; decision: Decision }) {
  const { direction, connectorId, reason, contributions } = decision
  const target = mv.connectors.find((link) => link.connectorId === connectorId)
  const heading =
    direction === 'inbound'
      ? messages.setsMetaverse
      : messages.setsTarget(target?.connector ?? messages.target)
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-semibold">{heading}</h3>
      <p>{reason}</p>
      <PlainTable
        label={heading}
        rows={contributions}
        rowKey={({ ruleId, source, expression }) => `${ruleId} ${source} ${expression}`}
        columns={[
          { id: 'precedence', header: messages.precedence, cell: ({ precedence }) => precedence },
          {
            id: 'rule',
            header: messages.rule,
            cell: ({ rule, won }) => <span className={won ? 'font-semibold' : undefined}>{rule}</span>,
          },
          {
            id: 'flow',
            header: messages.flow,
            cell: ({ flowType }) => wordFor(messages.flowTypes, flowType),
          },
          {
            id: 'expression',
            header: messages.source,
            cell: ({ flowType, expression }) =>
              direction === 'outbound' && flowType === 'Direct' && expression !== decision.attribute ? (
                <Link
                  className="link"
                  href={`/sync/metaverse/${mv.id}?explain=${encodeURIComponent(expression)}`}
                >
                  <Code>{expression}</Code>
                </Link>
              ) : (
                <Code>{expression}</Code>
              ),
          },
          {
            id: 'from',
            header: messages.from,
            cell: ({ source }) => <Source mv={mv} source={source} />,
          },
          {
            id: 'outcome',
            header: messages.outcome,
            cell: ({ outcome, won }) =>
              won ? (
                <Pill status="healthy">{messages.won}</Pill>
              ) : outcome === 'error' ? (
                <Pill status="error">{messages.outcomes.error}</Pill>
              ) : (
                messages.outcomes[outcome]
              ),
          },
        ]}
      />
    </div>
  )
}

/** What the rule read: a connected object by its distinguished name, or the metaverse object itself. */
function Source({ mv, source }: { mv: MvDetail; source: string }) {
  const link = mv.connectors.find(({ dn }) => dn === source)
  if (link === undefined) return messages.section
  return (
    <Link className="link" title={link.dn} href={`/sync/connectors/${link.connectorId}/objects/${link.csId}`}>
      {link.connector}
    </Link>
  )
}

function OutOfScope({ rules }: { rules: MvExplanation['outOfScope'] }) {
  if (rules.length === 0) return null
  return (
    <details>
      <summary className="min-h-6 w-fit cursor-pointer rounded-control font-semibold">
        {messages.outOfScope(rules.length)}
      </summary>
      <ul className="mt-2 flex flex-col gap-2">
        {rules.map(({ rule, direction, clauses }) => (
          <li
            key={`${rule} ${direction} ${clauses.join()}`}
            className="flex flex-wrap items-baseline gap-x-2"
          >
            <span>{rule}</span>
            <Tag>{wordFor(messages.directions, direction)}</Tag>
            <span className="basis-full text-muted">
              {clauses.length === 0 ? (
                messages.otherType
              ) : (
                <>
                  {messages.failingClauses} <Code>{clauses.join(' · ')}</Code>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
