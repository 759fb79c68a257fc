import type { InferClientInputs, InferClientOutputs } from '@orpc/client'
import type { ApiClient } from '../../server/api.ts'

type Inputs = InferClientInputs<ApiClient>
type Outputs = InferClientOutputs<ApiClient>

/** What operations return, under the names pages use. */
export type DirectoryItem = Outputs['directory']['users']['list']['items'][number]
export type RunItem = Outputs['sync']['runs']['get']
export type CycleItem = Outputs['sync']['cycles']['get']
export type Overview = Outputs['sync']['overview']
export type ExportPage = Outputs['sync']['exports']['list']
export type PendingExport = ExportPage['items'][number]
export type MvDetail = Outputs['sync']['metaverse']['get']
export type MvExplanation = Outputs['sync']['metaverse']['explain']
export type ConnectorItem = Outputs['connectors']['get']
export type SpaceItem = Outputs['connectors']['space']['items'][number]
export type SpaceObject = Outputs['connectors']['object']
export type TestResult = Outputs['connectors']['test']['steps'][number]
export type SyncError = Outputs['errors']['list']['items'][number]
export type AuditEntry = Outputs['audit']['list']['items'][number]

/** How to reach a directory, with its password. */
export type DirectoryConnection = ConnectionPart<Inputs['connectors']['test']>

type ConnectionPart<T> = T extends { type: infer Type; connection: infer Connection }
  ? { type: Type; connection: Connection }
  : never
