import {
  type ClientLink,
  createORPCClient,
  type InferClientInputs,
  type InferClientOutputs,
} from '@orpc/client'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import type { ApiClient } from '../../server/api.ts'
import { ApiError } from './api-error.ts'

/** Calls every operation by its name through the door; input and output are JSON. */
const link: ClientLink<Record<never, never>> = {
  call: async (path, input, { signal }) => {
    const response = await fetch(`/api/v1/call/${path.join('.')}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input ?? {}),
      ...(signal && { signal }),
    })
    const body = await response.json()
    if (response.ok) return body
    throw new ApiError(response.status, body)
  },
}

/** The API in the browser. Throws ApiError when an operation refuses, the browser's own error when nobody answers. */
export const client: ApiClient = createORPCClient(link)

/** Query and mutation options of every operation: `api.sync.runs.list.queryOptions({ input })`. */
export const api = createTanstackQueryUtils(client)

/** The same options for the server's in-process calls; one function can build queries for both. */
export type Api = typeof api

/** What operations answer, as the browser gets it. */
type Answers = InferClientOutputs<ApiClient>

export type AuditEntry = Answers['audit']['list']['items'][number]
export type ConnectorItem = Answers['connectors']['get']
export type SpaceObject = Answers['connectors']['object']
export type DirectoryConnection = Extract<
  InferClientInputs<ApiClient>['connectors']['test'],
  { type: 'active-directory' }
>['connection']
export type DirectoryItem = Answers['directory']['users']['get']
export type MvDetail = Answers['sync']['metaverse']['get']
export type PendingExports = Answers['sync']['exports']['list']
export type PendingExport = PendingExports['items'][number]
export type RunItem = Answers['sync']['runs']['list']['items'][number]
export type SpaceItem = Answers['connectors']['space']['items'][number]
export type SyncError = Answers['errors']['list']['items'][number]
export type TestResult = Answers['connectors']['test']['steps'][number]
