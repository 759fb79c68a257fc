import type pg from 'pg'
import { transaction } from '../../db/client.ts'
import { publish } from '../events/publish.ts'
import { log } from '../log.ts'
import { deriveKey } from '../secrets/derive-key.ts'
import { sealingKey } from '../secrets/key-file.ts'
import { CHAIN_START, nextMac } from './chain.ts'
import { STORED_ENTRY, type StoredEntry } from './entry-text.ts'

/** Any fixed number, used nowhere else. */
const SEALER_LOCK = 7_225_003

const BATCH = 500

/**
 * How far below the newest sealed entry an entry may still be unsealed: its transaction would have to stay open while
 * this many others commit. Verification finds any that ever did.
 */
const STRAGGLERS = 10_000

type Seal = { readonly position: bigint; readonly entryId: string; readonly mac: Buffer }

/**
 * Chains the entries committed since the last call and returns how many. Call it every few seconds; of several
 * workers one seals, the others return 0 at once. Each batch's checkpoint goes to the log, so that somebody who
 * can write the database cannot shorten the chain unseen.
 */
export async function sealAudit(sql: pg.Pool): Promise<number> {
  const key = deriveKey(sealingKey(), 'audit')
  let total = 0
  for (;;) {
    const seals = await transaction((tx) => sealBatch(tx, key), sql)
    const last = seals.at(-1)
    if (last) {
      const checkpoint = { position: String(last.position), mac: last.mac.toString('hex') }
      log.info({ auditCheckpoint: checkpoint }, 'audit log sealed')
    }
    total += seals.length
    if (seals.length < BATCH) return total
  }
}

async function sealBatch(tx: pg.PoolClient, key: Buffer): Promise<Seal[]> {
  const lock = await tx.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [
    SEALER_LOCK,
  ])
  if (!lock.rows[0]?.mine) return []
  const newest = await tx.query<{ position: string; mac: Buffer }>(
    'select position, mac from audit_seal order by position desc limit 1',
  )
  const entries = await unsealedEntries(tx)
  let position = BigInt(newest.rows[0]?.position ?? 0)
  let mac = newest.rows[0]?.mac ?? CHAIN_START
  const seals = entries.map((entry) => {
    position += 1n
    mac = nextMac(key, mac, position, entry)
    return { position, entryId: entry.id, mac }
  })
  await insertSeals(tx, seals)
  if (seals.length > 0) await publish(tx, ['audit'], 'audit.read')
  return seals
}

async function unsealedEntries(tx: pg.PoolClient): Promise<StoredEntry[]> {
  const { rows } = await tx.query<StoredEntry>(
    `select ${STORED_ENTRY} from audit_entry entry
     where entry.id > (select coalesce(max(entry_id), 0) from audit_seal) - $1
       and not exists (select from audit_seal where entry_id = entry.id)
     order by entry.id limit $2`,
    [STRAGGLERS, BATCH],
  )
  return rows
}

async function insertSeals(tx: pg.PoolClient, seals: readonly Seal[]): Promise<void> {
  if (seals.length === 0) return
  await tx.query(
    `insert into audit_seal (position, entry_id, mac)
     select * from unnest($1::bigint[], $2::bigint[], $3::bytea[])`,
    [
      seals.map(({ position }) => String(position)),
      seals.map(({ entryId }) => entryId),
      seals.map(({ mac }) => mac),
    ],
  )
}
