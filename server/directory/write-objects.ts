import type pg from 'pg'
import { jsonRows } from '../../db/json.ts'
import type { StoredObject } from './model.ts'
import { displayNameKey, searchText } from './search-key.ts'
import { type UniqueValue, uniqueValuesOf } from './unique-values.ts'

/** An object before (undefined: new) and after one change. */
export type ObjectWrite = { readonly before: StoredObject | undefined; readonly after: StoredObject }

/**
 * Writes objects and the unique values they hold, by set. The caller has called `beginChange` and made sure that no
 * value is held twice.
 */
export async function writeObjects(
  tx: pg.PoolClient,
  writes: readonly ObjectWrite[],
  changeSeq: number,
): Promise<void> {
  if (writes.length === 0) return
  await insertObjects(
    tx,
    writes.filter(({ before }) => !before),
    changeSeq,
  )
  await updateObjects(
    tx,
    writes.filter(({ before }) => before),
    changeSeq,
  )
  await writeUniqueValues(tx, writes)
}

const ROW = `as r(id uuid, "objectType" text, "sourceAnchor" text, synced boolean, "masteredBy" text,
  privileged boolean, attributes jsonb, written jsonb, "displayNameKey" text, "searchText" text,
  "createdAt" timestamptz, "updatedAt" timestamptz, "deletedAt" timestamptz, "sourceCreatedAt" timestamptz)`

function asRows(writes: readonly ObjectWrite[]): string {
  return jsonRows(
    writes.map(({ after }) => ({
      ...after,
      displayNameKey: displayNameKey(after),
      searchText: searchText(after.attributes),
    })),
  )
}

async function insertObjects(
  tx: pg.PoolClient,
  writes: readonly ObjectWrite[],
  changeSeq: number,
): Promise<void> {
  if (writes.length === 0) return
  await tx.query(
    `insert into directory_object (id, object_type, source_anchor, synced, mastered_by, privileged, attributes, written,
       display_name_key, search_text, created_at, updated_at, deleted_at, source_created_at, change_seq)
     select id, "objectType", "sourceAnchor", synced, "masteredBy", privileged, attributes, written,
       "displayNameKey", "searchText", "createdAt", "updatedAt", "deletedAt", "sourceCreatedAt", $2
     from jsonb_to_recordset($1::jsonb) ${ROW}`,
    [asRows(writes), changeSeq],
  )
}

async function updateObjects(
  tx: pg.PoolClient,
  writes: readonly ObjectWrite[],
  changeSeq: number,
): Promise<void> {
  if (writes.length === 0) return
  await tx.query(
    `update directory_object o set source_anchor = r."sourceAnchor", synced = r.synced, mastered_by = r."masteredBy",
       privileged = r.privileged, attributes = r.attributes, written = r.written,
       display_name_key = r."displayNameKey", search_text = r."searchText", updated_at = r."updatedAt",
       deleted_at = r."deletedAt", source_created_at = r."sourceCreatedAt", change_seq = $2
     from jsonb_to_recordset($1::jsonb) ${ROW}
     where o.id = r.id`,
    [asRows(writes), changeSeq],
  )
}

/** Released before claimed, so that objects of one batch can swap values. A deleted object holds none. */
async function writeUniqueValues(tx: pg.PoolClient, writes: readonly ObjectWrite[]): Promise<void> {
  const released: Holding[] = []
  const claimed: Holding[] = []
  for (const { before, after } of writes) {
    const had =
      before && !before.deletedAt ? uniqueValuesOf(before.attributes) : new Map<string, UniqueValue>()
    const has = after.deletedAt ? new Map<string, UniqueValue>() : uniqueValuesOf(after.attributes)
    for (const [key, value] of had) if (!has.has(key)) released.push({ ...value, id: after.id })
    for (const [key, value] of has) if (!had.has(key)) claimed.push({ ...value, id: after.id })
  }
  if (released.length > 0) {
    await tx.query(
      `delete from directory_unique_value u using unnest($1::text[], $2::text[], $3::uuid[]) r(kind, value_key, object_id)
       where u.kind = r.kind and u.value_key = r.value_key collate "C" and u.object_id = r.object_id`,
      columns(released),
    )
  }
  if (claimed.length > 0) {
    await tx.query(
      `insert into directory_unique_value (kind, value_key, object_id)
       select * from unnest($1::text[], $2::text[], $3::uuid[])`,
      columns(claimed),
    )
  }
}

type Holding = UniqueValue & { readonly id: string }

function columns(holdings: readonly Holding[]): [string[], string[], string[]] {
  return [holdings.map(({ kind }) => kind), holdings.map(({ key }) => key), holdings.map(({ id }) => id)]
}
