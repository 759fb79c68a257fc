import type { Sql } from '../../db/client.ts'
import type { ConnectorSettings } from '../configuration/schema.ts'
import { findActiveConfiguration } from '../configuration/versions.ts'
import type { ConnectorItem } from './operations/connector-schema.ts'

type Row = Omit<ConnectorItem, 'connection' | 'partitions' | 'createdAt' | 'fullImportAt'> & {
  createdAt: Date
  fullImportAt: Date | null
}

/** Connected directories in the order they were added, the cloud directory last; all, or the one with `id`. */
export async function findConnections(sql: Sql, id?: string): Promise<ConnectorItem[]> {
  const active = await findActiveConfiguration(sql)
  const { rows } = await sql.query<Row>(
    `select k.id, k.name, k.type, k.role, k.stage, k.sample, k.created_at as "createdAt", k.full_import_at as "fullImportAt",
       coalesce(n.objects, 0) as objects, coalesce(n.imports, 0) as "pendingImport", coalesce(n.exports, 0) as "pendingExport",
       coalesce(n.errors, 0) as errors,
       (select jsonb_build_object('id', r.id, 'profile', r.profile, 'state', r.state, 'finishedAt', r.finished_at)
        from run r where r.connector_id = k.id and r.started_at is not null order by r.id desc limit 1) as "lastRun"
     from connector k
     left join lateral (
       select count(*)::int as objects, count(*) filter (where o.pending_import is not null)::int as imports,
         count(*) filter (where o.export_state in ('pending', 'error'))::int as exports,
         count(*) filter (where o.sync_error is not null or o.export_state = 'error')::int as errors
       from cs_object o where o.connector_id = k.id and not o.placeholder) n on true
     where $1::uuid is null or k.id = $1
     order by k.role, k.ordinal`,
    [id ?? null],
  )
  return rows.map((row) => {
    const settings = active?.document.connectors.find((connector) => connector.id === row.id)
    return {
      ...row,
      createdAt: row.createdAt.toISOString(),
      fullImportAt: row.fullImportAt?.toISOString() ?? null,
      connection: connectionOf(settings),
      partitions: settings && settings.type !== 'cloud-directory' ? settings.partitions : [],
    }
  })
}

function connectionOf(settings: ConnectorSettings | undefined): ConnectorItem['connection'] {
  if (settings?.type === 'active-directory') return settings.connection
  if (settings?.type === 'ldif' && 'uploadId' in settings.source) return settings.source
  return null
}
