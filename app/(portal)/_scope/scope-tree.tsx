'use client'

import { Check, ChevronRight, Folder, Globe, Minus } from 'lucide-react'
import { useMemo, useState } from 'react'
import {
  Button as AriaButton,
  Checkbox,
  type Key,
  Tree,
  TreeItem,
  TreeItemContent,
} from 'react-aria-components'
import { Button } from '../../_ui/button.tsx'
import { classNames } from '../../_ui/class-names.ts'
import { Tag } from '../../_ui/pill.tsx'
import { SearchField } from '../../_ui/search-field.tsx'
import { Spinner } from '../../_ui/spinner.tsx'
import { FailureState, Skeleton } from '../../_ui/states.tsx'
import { messages } from './messages.ts'
import {
  type Marks,
  markAll,
  matching,
  partitionsOf,
  type ScopeNode,
  type TickState,
  tickStates,
  toggle,
} from './selection.ts'
import type { ScopeTreeReading } from './use-scope-tree.ts'

type ScopeTreeViewProps = {
  reading: ScopeTreeReading
  marks: Marks
  onChange: (marks: Marks) => void
}

/** Domains and OUs with tri-state boxes. Right and Left open and close, Space ticks. */
export function ScopeTreeView({ reading, marks, onChange }: ScopeTreeViewProps) {
  const { tree, failure, open, retry } = reading
  const [expanded, setExpanded] = useState<ReadonlySet<Key>>()
  const [search, setSearch] = useState('')
  const states = useMemo(
    () => (tree === undefined ? new Map<string, TickState>() : tickStates(tree, marks)),
    [tree, marks],
  )
  if (tree === undefined) {
    return failure === undefined ? (
      <Skeleton lines={8} label={messages.loading} />
    ) : (
      <FailureState failure={failure} retry={retry} />
    )
  }
  const shown = matching(tree, search)
  const openKeys = shown ?? expanded ?? new Set(tree.domains.map(({ guid }) => guid))
  const expand = (keys: ReadonlySet<Key>) => {
    for (const key of keys) {
      const guid = String(key)
      if (!openKeys.has(key) && !tree.children.has(guid)) open(guid)
    }
    setExpanded(keys)
  }
  const ticked = [...states].filter(([, state]) => state === 'in').map(([guid]) => guid)
  const select = (keys: 'all' | ReadonlySet<Key>) => {
    if (keys === 'all') return onChange(markAll(tree, true))
    const before = new Set<Key>(ticked)
    const changed = [...states.keys()].find((guid) => keys.has(guid) !== before.has(guid))
    if (changed !== undefined) onChange(toggle(tree, marks, changed))
  }
  const partitions = partitionsOf(tree, marks)
  const choices = partitions.reduce((sum, { include, exclude }) => sum + include.length + exclude.length, 0)

  const renderNode = (node: ScopeNode) =>
    shown !== undefined && !shown.has(node.guid) ? null : (
      <TreeItem
        key={node.guid}
        id={node.guid}
        textValue={node.name}
        className="group/row outline-none data-focus-visible:bg-selected"
      >
        <NodeContent node={node} state={states.get(node.guid) ?? 'out'} />
        {tree.children.get(node.guid)?.map(renderNode) ??
          (node.hasChildren ? <LoadingChild parentGuid={node.guid} /> : null)}
      </TreeItem>
    )

  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start gap-2">
        <div>
          <SearchField label={messages.search} value={search} onSearch={setSearch} />
          <p className="mt-1 text-caption text-muted">{messages.searchHelp}</p>
        </div>
        <Button onClick={() => onChange(markAll(tree, true))}>{messages.all}</Button>
        <Button onClick={() => onChange(markAll(tree, false))}>{messages.none}</Button>
      </div>
      {failure === undefined ? null : <FailureState failure={failure} retry={retry} />}
      <Tree
        aria-label={messages.label}
        selectionMode="multiple"
        selectionBehavior="toggle"
        selectedKeys={ticked}
        onSelectionChange={select}
        expandedKeys={openKeys}
        onExpandedChange={expand}
        renderEmptyState={() => <p className="p-3 text-muted">{messages.noMatch}</p>}
        className="max-h-[60dvh] overflow-auto rounded-card border border-divider py-1 outline-none"
      >
        {tree.domains.map(renderNode)}
      </Tree>
      <p role="status" className={partitions.length === 0 ? 'font-semibold text-danger' : 'text-muted'}>
        {partitions.length === 0
          ? messages.nothing
          : choices === 0
            ? messages.whole(partitions.length)
            : messages.summary(partitions.length, choices)}
      </p>
    </div>
  )
}

/** Stands for children that were not read yet: without a child the row could not be opened. */
function LoadingChild({ parentGuid }: { parentGuid: string }) {
  return (
    <TreeItem id={`${parentGuid}-loading`} textValue={messages.loading} isDisabled>
      <TreeItemContent>
        {({ level }) => (
          <div
            className="flex min-h-9 items-center gap-2 text-muted"
            style={{ paddingInlineStart: `${(level - 1) * 1.25 + 2.5}rem` }}
          >
            <Spinner />
            {messages.loading}
          </div>
        )}
      </TreeItemContent>
    </TreeItem>
  )
}

function NodeContent({ node, state }: { node: ScopeNode; state: TickState }) {
  const Icon = node.kind === 'domain' ? Globe : Folder
  return (
    <TreeItemContent>
      {({ level, hasChildItems }) => (
        <div
          className="flex min-h-9 items-center gap-2 px-2 hover:bg-surface pointer-coarse:min-h-11"
          style={{ paddingInlineStart: `${(level - 1) * 1.25 + 0.5}rem` }}
        >
          {hasChildItems ? (
            <AriaButton
              slot="chevron"
              className="inline-flex size-6 items-center justify-center rounded-control hover:bg-sunken"
            >
              <ChevronRight aria-hidden className="size-4 group-data-expanded/row:rotate-90 rtl:rotate-180" />
            </AriaButton>
          ) : (
            <span className="size-6" />
          )}
          <Checkbox slot="selection" isIndeterminate={state === 'mixed'}>
            <span
              aria-hidden
              className={classNames(
                'flex size-5 items-center justify-center rounded-control border-2',
                state === 'out' ? 'border-control' : 'border-accent bg-accent text-on-accent',
              )}
            >
              {state === 'in' ? <Check className="size-4" /> : null}
              {state === 'mixed' ? <Minus className="size-4" /> : null}
            </span>
          </Checkbox>
          <Icon aria-hidden className="size-4 shrink-0 text-muted" />
          <bdi title={node.dn}>{node.name}</bdi>
          {node.note === undefined ? null : <Tag>{node.note}</Tag>}
        </div>
      )}
    </TreeItemContent>
  )
}
