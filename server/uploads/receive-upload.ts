import { createHash } from 'node:crypto'
import { pool, type Sql } from '../../db/client.ts'
import { classify, type LdifObjectType } from '../connectors/ldif/classify.ts'
import { ldifError } from '../connectors/ldif/ldif-error.ts'
import { parseLdif } from '../connectors/ldif/parse.ts'
import { objectClasses } from '../connectors/ldif/read-index.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'

export type ReceivedUpload = {
  readonly id: string
  readonly name: string
  readonly sizeBytes: number
  /** Lower-case hex. */
  readonly sha256: string
  /** Entries in the file, and how many of them are objects of each type. */
  readonly entries: number
  readonly objects: Readonly<Record<LdifObjectType, number>>
}

export const UPLOAD_LIMIT_BYTES = 256 * 1024 * 1024

const CHUNK_BYTES = 1024 * 1024

/**
 * Takes in an LDIF export as it arrives, keeps it in pieces and validates it in the same pass. When anything fails
 * (also the body itself) nothing is kept. `limitBytes`: default 256 MiB. Throws `upload.too_large`,
 * `ldif.no_objects` and what `parseLdif` throws.
 */
export async function receiveUpload(
  input: {
    readonly name: string
    readonly body: AsyncIterable<Uint8Array>
    readonly actorId: string
    readonly limitBytes?: number
  },
  sql: Sql = pool(),
): Promise<ReceivedUpload> {
  const id = newId()
  const { name, body, actorId, limitBytes = UPLOAD_LIMIT_BYTES } = input
  // Committed piece by piece: a slow sender must not hold a transaction open. What a killed process leaves is
  // `receiving` for ever, and deleted with the unused uploads.
  await sql.query(`insert into upload (id, name, state, created_by) values ($1, $2, 'receiving', $3)`, [
    id,
    name,
    actorId,
  ])
  try {
    const digest = createHash('sha256')
    const received = { sizeBytes: 0 }
    const counted = await countEntries(storeChunks(sql, id, limit(body, limitBytes, digest, received)))
    const sha256 = digest.digest('hex')
    await sql.query(`update upload set state = 'ready', size_bytes = $2, sha256 = $3 where id = $1`, [
      id,
      received.sizeBytes,
      sha256,
    ])
    return { id, name, sizeBytes: received.sizeBytes, sha256, ...counted }
  } catch (error) {
    await sql.query('delete from upload where id = $1', [id])
    throw error
  }
}

async function* limit(
  body: AsyncIterable<Uint8Array>,
  limitBytes: number,
  digest: { update(bytes: Uint8Array): unknown },
  received: { sizeBytes: number },
): AsyncGenerator<Uint8Array> {
  for await (const bytes of body) {
    received.sizeBytes += bytes.length
    if (received.sizeBytes > limitBytes) {
      throw new AppError(
        'invalid',
        'upload.too_large',
        `The file is larger than ${limitBytes} bytes. Export fewer attributes (leave out photos and certificates) or fewer units.`,
        { details: { limitBytes } },
      )
    }
    digest.update(bytes)
    yield bytes
  }
}

/** Passes the bytes on after they are stored, in pieces of the stored size. */
async function* storeChunks(
  sql: Sql,
  uploadId: string,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let n = 0
  let waiting: Uint8Array[] = []
  let size = 0
  const store = async (): Promise<Buffer> => {
    const bytes = Buffer.concat(waiting)
    waiting = []
    size = 0
    await sql.query('insert into upload_chunk (upload_id, n, bytes) values ($1, $2, $3)', [
      uploadId,
      n,
      bytes,
    ])
    n++
    return bytes
  }
  for await (const bytes of body) {
    for (let from = 0; from < bytes.length; ) {
      const piece = bytes.subarray(from, from + CHUNK_BYTES - size)
      waiting.push(piece)
      size += piece.length
      from += piece.length
      if (size === CHUNK_BYTES) yield await store()
    }
  }
  if (size > 0) yield await store()
}

async function countEntries(
  file: AsyncIterable<Uint8Array>,
): Promise<{ entries: number; objects: Record<LdifObjectType, number> }> {
  const objects = { inetOrgPerson: 0, user: 0, group: 0, contact: 0, foreignSecurityPrincipal: 0 }
  let entries = 0
  let found = 0
  for await (const entry of parseLdif(file)) {
    entries++
    const kind = classify(objectClasses(entry))
    if (!kind || !('object' in kind)) continue
    objects[kind.object]++
    found++
  }
  if (found > 0) return { entries, objects }
  throw ldifError(
    'ldif.no_objects',
    { line: 1 },
    `The file holds no users, groups or contacts (${entries} entries).`,
    'Export the domain with the attribute objectClass included.',
  )
}
