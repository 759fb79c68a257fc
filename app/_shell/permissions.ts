'use client'

import { useQuery } from '@tanstack/react-query'
import type { Permission } from '../../server/operation/permissions.ts'
import { api } from '../_boundary/client.ts'

/** Why the signed-in person may not do this; undefined when they may. The server decides again at each call. */
export function useMissingPermission(permission: Permission): string | undefined {
  const { data } = useQuery(api.access.session.get.queryOptions({ input: {}, staleTime: 60_000 }))
  if (data === undefined || data.permissions.includes(permission)) return undefined
  return `Your role does not allow this. It needs the permission ${permission}.`
}
