'use client'

import { useState } from 'react'
import { Button } from '../_ui/button.tsx'
import { Dialog } from '../_ui/dialog.tsx'
import { CHORDS } from './global-keys.ts'
import { setSingleKeys, singleKeysOn } from './keyboard.ts'

const texts = {
  title: 'Keyboard shortcuts',
  close: 'Close',
  followedBy: 'then',
  single: 'Single-letter shortcuts',
  singleHelp: 'Off: /, ? and g do nothing. Ctrl+K keeps working.',
  keys: [
    { keys: ['Ctrl', 'K'], label: 'Command palette (⌘K on a Mac)' },
    { keys: ['/'], label: 'Search users, groups and contacts' },
    { keys: ['?'], label: 'This list' },
    { keys: ['Esc'], label: 'Close the topmost layer' },
  ],
} as const

/** All shortcuts, and the switch for those of a single letter. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const [on, setOn] = useState(singleKeysOn)
  return (
    <Dialog
      open
      onClose={onClose}
      title={texts.title}
      actions={<Button onClick={onClose}>{texts.close}</Button>}
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2">
        {texts.keys.map(({ keys, label }) => (
          <Shortcut key={label} keys={keys} label={label} />
        ))}
        {CHORDS.map(({ key, label }) => (
          <Shortcut key={label} keys={['g', texts.followedBy, key]} label={`Go to ${label}`} />
        ))}
      </dl>
      <div className="flex gap-2 border-t border-divider pt-3">
        <input
          id="single-keys"
          type="checkbox"
          checked={on}
          aria-describedby="single-keys-help"
          onChange={(event) => {
            setOn(event.target.checked)
            setSingleKeys(event.target.checked)
          }}
          className="mt-0.5 size-5 shrink-0 accent-accent"
        />
        <div>
          <label htmlFor="single-keys" className="font-semibold">
            {texts.single}
          </label>
          <p id="single-keys-help" className="text-caption text-muted">
            {texts.singleHelp}
          </p>
        </div>
      </div>
    </Dialog>
  )
}

function Shortcut({ keys, label }: { keys: readonly string[]; label: string }) {
  return (
    <>
      <dt className="flex items-center gap-1">
        {keys.map((key) =>
          key === texts.followedBy ? (
            <span key={key} className="text-caption text-muted">
              {key}
            </span>
          ) : (
            <kbd
              key={key}
              className="min-w-6 rounded-control border border-control bg-sunken px-1.5 py-0.5 text-center text-caption"
            >
              {key}
            </kbd>
          ),
        )}
      </dt>
      <dd>{label}</dd>
    </>
  )
}
