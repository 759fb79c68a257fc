'use client'

import { Check, Command, Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react'
import { signOut } from 'next-auth/react'
import { useTheme } from 'next-themes'
import { Button } from 'react-aria-components'
import { buttonClass } from '../_ui/button.tsx'
import { ActionMenu } from '../_ui/menu.tsx'

const THEMES = [
  { id: 'system', label: 'System theme', icon: Monitor },
  { id: 'light', label: 'Light theme', icon: Sun },
  { id: 'dark', label: 'Dark theme', icon: Moon },
] as const

type AccountMenuProps = {
  account: { readonly name: string; readonly roles: readonly string[] }
  onLayer: (layer: 'palette' | 'shortcuts') => void
}

const LAYERS = [
  { id: 'palette', label: 'Command palette', icon: Command },
  { id: 'shortcuts', label: 'Keyboard shortcuts', icon: Keyboard },
] as const

export function AccountMenu({ account, onLayer }: AccountMenuProps) {
  const { theme, setTheme } = useTheme()
  return (
    <ActionMenu
      label="Account"
      trigger={
        <Button aria-label={`Account: ${account.name}`} className={buttonClass('quiet', 'max-w-56 px-2')}>
          <UserRound aria-hidden className="size-5 shrink-0" />
          <span className="truncate font-normal max-lg:sr-only">{account.name}</span>
        </Button>
      }
      header={
        <div className="max-w-72 border-b border-divider px-3 py-2">
          <p className="font-semibold break-words">{account.name}</p>
          <p className="text-caption text-muted">{account.roles.join(', ')}</p>
        </div>
      }
      actions={[
        ...THEMES.map(({ id, label, icon: Icon }) => ({
          id,
          textValue: theme === id ? `${label}, current` : label,
          onAction: () => setTheme(id),
          label: (
            <>
              <Icon aria-hidden className="size-4" />
              <span className="flex-1">{label}</span>
              {theme === id ? <Check aria-hidden className="size-4" /> : null}
            </>
          ),
        })),
        ...LAYERS.map(({ id, label, icon: Icon }) => ({
          id,
          textValue: label,
          onAction: () => onLayer(id),
          label: (
            <>
              <Icon aria-hidden className="size-4" />
              {label}
            </>
          ),
        })),
        {
          id: 'sign-out',
          textValue: 'Sign out',
          onAction: () => void signOut({ callbackUrl: '/sign-in' }),
          label: (
            <>
              <LogOut aria-hidden className="size-4" />
              Sign out
            </>
          ),
        },
      ]}
    />
  )
}
