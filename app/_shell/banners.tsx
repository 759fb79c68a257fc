'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { api } from '../_boundary/client.ts'
import { Pill, StatusIcon } from '../_ui/pill.tsx'

/** Whether Lockstep computes only, or also writes. */
export function useStaging(): boolean {
  const { data } = useQuery(api.sync.staging.get.queryOptions({ input: {} }))
  return data?.on === true
}

/** What everybody must know on every page. */
export function Banners() {
  if (!useStaging()) return null
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 bg-staging-tint px-4 py-2 text-staging md:px-6"
    >
      <StatusIcon status="staging" />
      <p className="min-w-0 flex-1 basis-64">
        <strong>Staging mode.</strong> Lockstep reads and computes; nothing is written to any directory.
      </p>
      <Link href="/sync/exports" className="font-semibold underline underline-offset-2">
        Review pending exports
      </Link>
    </div>
  )
}

/** The same in the header, as one word. */
export function ModeTag() {
  return useStaging() ? <Pill status="staging">Staging</Pill> : null
}
