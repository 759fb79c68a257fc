'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsString, useQueryState } from 'nuqs'
import { api } from '../../../../_boundary/client.ts'
import { Loaded } from '../../../../_shell/loaded.tsx'
import { Button } from '../../../../_ui/button.tsx'
import { PlainTable } from '../../../../_ui/plain-table.tsx'
import { ValueView } from '../../../../_ui/value-view.tsx'
import { messages } from '../messages.ts'
import { mvObjectQuery } from '../queries.ts'
import { Explanation } from './explanation.tsx'

/** All values of a metaverse object; one of them can be explained at a time, which the address remembers. */
export function MvAttributes({ id }: { id: string }) {
  const [explained, setExplained] = useQueryState('explain', parseAsString)
  const query = useQuery(mvObjectQuery(api, id))
  return (
    <Loaded query={query} lines={12}>
      {(mv) => {
        const shown = mv.attributes.find(({ name }) => name.toLowerCase() === explained?.toLowerCase())
        return (
          <div className="flex flex-col gap-3">
            {explained !== null && shown === undefined ? (
              <div className="rounded-card border border-divider bg-surface p-4">
                <Explanation mv={mv} name={explained} />
              </div>
            ) : null}
            <PlainTable
              label={messages.tabs.attributes}
              rows={
                shown === undefined
                  ? mv.attributes
                  : [shown, ...mv.attributes.filter((each) => each !== shown)]
              }
              rowKey={({ name }) => name}
              detail={(attribute) =>
                attribute === shown ? <Explanation mv={mv} name={attribute.name} /> : undefined
              }
              columns={[
                {
                  id: 'attribute',
                  header: messages.attribute,
                  cell: ({ name }) => (
                    <bdi dir="ltr" className="font-semibold">
                      {name}
                    </bdi>
                  ),
                },
                {
                  id: 'value',
                  header: messages.value,
                  cell: ({ value, references }) =>
                    references === undefined ? <ValueView values={value} /> : messages.references(references),
                },
                {
                  id: 'from',
                  header: messages.from,
                  cell: ({ lineage }) => (
                    <Link
                      className="link"
                      href={
                        lineage.csId === null
                          ? `/sync/connectors/${lineage.connectorId}`
                          : `/sync/connectors/${lineage.connectorId}/objects/${lineage.csId}`
                      }
                    >
                      {lineage.connector}
                    </Link>
                  ),
                },
                {
                  id: 'rule',
                  header: messages.rule,
                  cell: ({ lineage }) => lineage.rule,
                },
                {
                  id: 'why',
                  header: messages.why,
                  cell: ({ name }) => (
                    <Button
                      variant="quiet"
                      className="-my-1.5 whitespace-nowrap"
                      aria-label={messages.whyAttribute(name)}
                      aria-expanded={shown?.name === name}
                      onClick={() => void setExplained(shown?.name === name ? null : name)}
                    >
                      {messages.why}
                    </Button>
                  ),
                },
              ]}
            />
          </div>
        )
      }}
    </Loaded>
  )
}
