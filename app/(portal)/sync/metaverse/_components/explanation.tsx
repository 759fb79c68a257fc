'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '../../../../_boundary/client.ts'
import { Loaded } from '../../../../_shell/loaded.tsx'
import { Code } from '../../../../_ui/dn.tsx'
import { Pill } from '../../../../_ui/pill.tsx'
import { PlainTable } from '../../../../_ui/plain-table.tsx'
import { ValueView } from '../../../../_ui/value-view.tsx'
import { messages, wordFor } from '../messages.ts'
import { explainQuery } from '../queries.ts'

/** Which rules could set the attribute, what each gave, and which one won. */
export function Explanation({ mvId, attribute }: { mvId: string; attribute: string }) {
  const query = useQuery(explainQuery(api, mvId, attribute))
  return (
    <Loaded query={query} lines={3}>
      {({ contributions }) => {
        const winner = contributions.find((each) => each.won)
        return (
          <div className="flex flex-col gap-2">
            <p>
              {messages.contributions(contributions.length)}{' '}
              {winner === undefined ? null : messages.wonBecause(winner.precedence)}
            </p>
            {contributions.length === 0 ? null : (
              <PlainTable
                label={messages.whyAttribute(attribute)}
                rows={contributions}
                rowKey={(each) => `${each.ruleId}${each.precedence}`}
                columns={[
                  { id: 'rule', header: messages.rule, cell: (each) => each.ruleName },
                  { id: 'precedence', header: messages.precedence, align: 'end', cell: (each) => each.precedence },
                  {
                    id: 'flow',
                    header: messages.flow,
                    cell: (each) => (
                      <>
                        {each.flowType} <Code>{each.expression}</Code>
                      </>
                    ),
                  },
                  {
                    id: 'outcome',
                    header: messages.outcome,
                    cell: (each) =>
                      each.won ? (
                        <Pill status="healthy">{messages.won}</Pill>
                      ) : (
                        wordFor(messages.outcomes, each.outcome)
                      ),
                  },
                  { id: 'value', header: messages.value, cell: (each) => <ValueView values={each.value} /> },
                ]}
              />
            )}
          </div>
        )
      }}
    </Loaded>
  )
}
