import { useEffect, useRef } from 'react'
import { classNames } from '../_ui/class-names.ts'
import { type FoundObject, OBJECT_KINDS } from './found-objects.ts'

type ObjectSearchListProps = {
  /** Id of the list; its options have it as the beginning of theirs. */
  id: string
  found: readonly FoundObject[]
  current: FoundObject | undefined
  nothing: string
  onFollow: (object: FoundObject) => void
}

/** What the search found, by kind. The cursor stays in the field, which points at the current option. */
export function ObjectSearchList({ id, found, current, nothing, onFollow }: ObjectSearchListProps) {
  const marked = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (current !== undefined) marked.current?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <div className="absolute inset-x-0 top-full z-40 mt-1 max-h-96 overflow-y-auto rounded-card border border-divider bg-raised py-1 shadow-overlay">
      {found.length === 0 ? (
        <p role="status" className="px-3 py-2 text-muted">
          {nothing}
        </p>
      ) : null}
      <div id={id} role="listbox" aria-label="Objects found">
        {OBJECT_KINDS.filter(({ kind }) => found.some((object) => object.kind === kind)).map(
          ({ kind, label }) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
            <div key={kind} role="group" aria-labelledby={`${id}-${kind}`}>
              <p
                id={`${id}-${kind}`}
                role="presentation"
                className="px-3 pt-2 pb-1 text-caption font-semibold text-muted"
              >
                {label}
              </p>
              {found
                .filter((object) => object.kind === kind)
                .map((object) => (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
                  <div
                    key={object.id}
                    id={`${id}-${object.id}`}
                    ref={object === current ? marked : undefined}
                    role="option"
                    tabIndex={-1}
                    aria-selected={object === current}
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={() => onFollow(object)}
                    className={classNames(
                      'flex cursor-pointer flex-col px-3 py-1.5',
                      object === current ? 'bg-selected' : 'hover:bg-sunken',
                    )}
                  >
                    <bdi className="truncate">{object.name}</bdi>
                    <bdi className="truncate text-caption text-muted">{object.second}</bdi>
                  </div>
                ))}
            </div>
          ),
        )}
      </div>
    </div>
  )
}
