'use client'

import { Keyboard, LogOut, Moon, Play, Plus, RotateCw, Sun } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { signOut } from 'next-auth/react'
import { useTheme } from 'next-themes'
import { useStartCycle } from './use-start-cycle.ts'

/** What the palette can do besides leading to pages: only what the account's permissions allow. */
export function usePaletteVerbs(permissions: readonly string[], onShortcuts: () => void) {
  const router = useRouter()
  const { resolvedTheme, setTheme } = useTheme()
  const { run, disabledReason } = useStartCycle()
  const dark = resolvedTheme === 'dark'
  return [
    {
      id: 'delta-cycle',
      label: 'Run delta cycle',
      icon: Play,
      permission: 'sync.cycle.start',
      disabledReason,
      run: () => run('delta'),
    },
    {
      id: 'full-cycle',
      label: 'Run full cycle',
      icon: RotateCw,
      permission: 'sync.cycle.start',
      disabledReason,
      run: () => run('full'),
    },
    {
      id: 'connect-directory',
      label: 'Connect a directory',
      icon: Plus,
      permission: 'connector.change',
      run: () => router.push('/start/forest/choose'),
    },
    {
      id: 'switch-theme',
      label: dark ? 'Switch theme to light' : 'Switch theme to dark',
      icon: dark ? Sun : Moon,
      permission: 'session.read',
      run: () => setTheme(dark ? 'light' : 'dark'),
    },
    {
      id: 'shortcuts',
      label: 'Keyboard shortcuts',
      icon: Keyboard,
      permission: 'session.read',
      run: onShortcuts,
    },
    {
      id: 'sign-out',
      label: 'Sign out',
      icon: LogOut,
      permission: 'session.read',
      run: () => void signOut({ callbackUrl: '/sign-in' }),
    },
  ].filter(({ permission }) => permissions.includes(permission))
}
