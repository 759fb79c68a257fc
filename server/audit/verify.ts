import { timingSafeEqual } from 'node:crypto'
import type { Sql } from '../../db/client.ts'
import { deriveKey } from '../secrets/derive-key.ts'
import { sealingKey } from '../secrets/key-file.ts'
import { CHAIN_START, nextMac } from './chain.ts'
import { STORED_ENTRY, type StoredEntry } from './entry-text.ts'

const PAGE = 1000

/** `brokenAt` is the first position whose seal does not fit: there, or just before, the log was changed. */
export type Verification =
  | { readonly ok: true; readonly sealed: number; readonly unsealed: number }
  | { readonly ok: false; readonly brokenAt: string }

type SealedEntry = StoredEntry & { readonly position: string; readonly mac: string }

/** Recomputes the whole chain. An end cut off is seen only by comparing with the checkpoints in the log output. */
export async function verifyAudit(sql: Sql): Promise<Verification> {
  const key = deriveKey(sealingKey(), 'audit')
  let previous = CHAIN_START
  let position = 0n
  for (;;) {
    const page = await sealedPage(sql, position)
    for (const entry of page) {
      position += 1n
      const expected = nextMac(key, previous, position, entry)
      const stored = Buffer.from(entry.mac, 'hex')
      const intact = entry.position === String(position) && timingSafeEqual(expected, stored)
      if (!intact) return { ok: false, brokenAt: String(position) }
      previous = stored
    }
    if (page.length < PAGE) break
  }
  return { ok: true, sealed: Number(position), unsealed: await countUnsealed(sql) }
}

async function sealedPage(sql: Sql, after: bigint): Promise<SealedEntry[]> {
  const { rows } = await sql.query<SealedEntry>(
    `select ${STORED_ENTRY}, seal.position::text as position, encode(seal.mac, 'hex') as mac
     from audit_seal seal left join audit_entry entry on entry.id = seal.entry_id
     where seal.position > $1 order by seal.position limit $2`,
    [String(after), PAGE],
  )
  return rows
}

async function countUnsealed(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ count: string }>(
    'select count(*) from audit_entry where not exists (select from audit_seal where entry_id = audit_entry.id)',
  )
  return Number(rows[0]?.count ?? 0)
}
