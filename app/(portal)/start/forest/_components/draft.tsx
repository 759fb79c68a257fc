'use client'

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import type { DirectoryConnection, TestResult } from '../../../../_shell/api-types.ts'
import type { Partition } from '../../../_scope/selection.ts'

/** What was entered so far. Kept in the tab until it is closed, but for the password, which is only in memory. */
export type Draft = {
  readonly kind: 'active-directory' | 'ldif'
  readonly express: boolean
  readonly name: string
  readonly hosts: string
  readonly port: string
  readonly security: 'ldaps' | 'starttls'
  readonly caCertificate: string
  readonly account: string
  readonly upload: { readonly id: string; readonly name: string; readonly entries: number } | null
  /** Undefined: every domain and OU. */
  readonly partitions: readonly Partition[] | undefined
  readonly mode: 'staging' | 'active'
  readonly tested: readonly TestResult[]
}

const EMPTY: Draft = {
  kind: 'active-directory',
  express: true,
  name: '',
  hosts: '',
  port: '',
  security: 'ldaps',
  caCertificate: '',
  account: '',
  upload: null,
  partitions: undefined,
  mode: 'staging',
  tested: [],
}

const STORAGE_KEY = 'lockstep-connect-directory'

type DraftState = {
  readonly draft: Draft
  readonly password: string
  readonly change: (part: Partial<Draft>) => void
  readonly setPassword: (password: string) => void
  readonly discard: () => void
}

const DraftContext = createContext<DraftState | undefined>(undefined)

export function DraftProvider({ children }: { children: ReactNode }) {
  const [draft, setDraft] = useState(EMPTY)
  const [password, setPassword] = useState('')

  useEffect(() => {
    const stored = sessionStorage.getItem(STORAGE_KEY)
    if (stored !== null) setDraft((empty) => ({ ...empty, ...storedDraft(stored) }))
  }, [])

  const change = useCallback((part: Partial<Draft>) => {
    setDraft((before) => {
      const after = { ...before, ...part }
      sessionStorage.setItem(STORAGE_KEY, JSON.stringify(after))
      return after
    })
  }, [])
  const discard = useCallback(() => {
    sessionStorage.removeItem(STORAGE_KEY)
    setDraft(EMPTY)
    setPassword('')
  }, [])
  const state = useMemo(
    () => ({ draft, password, change, setPassword, discard }),
    [draft, password, change, discard],
  )
  return <DraftContext value={state}>{children}</DraftContext>
}

export function useDraft(): DraftState {
  const state = useContext(DraftContext)
  if (state === undefined) throw new Error('useDraft needs a DraftProvider above it')
  return state
}

/** Only this page writes the key, so the text is a draft of this or an earlier version; unreadable text is none. */
function storedDraft(text: string): Partial<Draft> {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

export function hostsOf(draft: Draft): string[] {
  return draft.hosts
    .split(/[\s,;]+/)
    .map((host) => host.trim())
    .filter((host) => host !== '')
}

/** `corp.example` for `dc1.corp.example`: what the connector is called unless the person says otherwise. */
export function suggestedName(draft: Draft): string {
  if (draft.name !== '') return draft.name
  if (draft.kind === 'ldif') return draft.upload?.name ?? ''
  const realm = draft.account.split('@')[1]
  if (realm !== undefined && realm !== '') return realm
  const host = hostsOf(draft)[0] ?? ''
  return host.split('.').length > 2 ? host.slice(host.indexOf('.') + 1) : host
}

/** What operations need to reach the directory. Undefined while something is missing. */
export function connectionOf(draft: Draft, password: string): DirectoryConnection | undefined {
  if (draft.kind === 'ldif') {
    return draft.upload === null ? undefined : { type: 'ldif', connection: { uploadId: draft.upload.id } }
  }
  if (password === '' || hostsOf(draft).length === 0) return undefined
  return {
    type: 'active-directory',
    connection: {
      hosts: hostsOf(draft),
      ...(draft.port === '' ? {} : { port: Number(draft.port) }),
      security: draft.security,
      ...(draft.caCertificate.trim() === '' ? {} : { caCertificate: draft.caCertificate }),
      account: draft.account.trim(),
      password,
    },
  }
}
