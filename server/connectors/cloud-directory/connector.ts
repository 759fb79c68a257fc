import type pg from 'pg'
import { transaction } from '../../../db/client.ts'
import {
  ATTRIBUTES,
  DEFAULT_FEATURES,
  type DirectoryFeatures,
  loadById,
  OBJECT_TYPES,
  readChanges,
  readObjects,
  readReferences,
  startRound,
} from '../../directory/index.ts'
import type {
  ChangesPage,
  Connector,
  ConnectorSchema,
  ImportedReference,
  ReadPage,
  Whereabouts,
} from '../connector.ts'
import { formatCursor, parseCursor } from './change-cursor.ts'
import { cloudDn, importedObject } from './imported-object.ts'
import { writeDirectoryChanges } from './write-changes.ts'

const PAGE_SIZE = 1000
const CHANGES_PAGE_SIZE = 2000

export type CloudDirectoryOptions = {
  readonly pool: pg.Pool
  /** Default: the system clock. */
  readonly now?: () => Date
  readonly features?: DirectoryFeatures
}

/** The target connector to the built-in cloud directory. Anchors are directory ids; there are no partitions. */
export function createCloudDirectoryConnector(options: CloudDirectoryOptions): Connector {
  const { pool, now = () => new Date(), features = DEFAULT_FEATURES } = options
  return {
    test: async (signal) => {
      signal.throwIfAborted()
      const started = performance.now()
      await pool.query('select from directory_object limit 1')
      return [{ name: 'read', ok: true, elapsedMs: Math.round(performance.now() - started) }]
    },
    readSchema: async (signal) => {
      signal.throwIfAborted()
      return SCHEMA
    },
    listContainers: async (_parent, signal) => {
      signal.throwIfAborted()
      return []
    },
    readAll: (_scope, signal) => readAll(pool, signal),
    readChanges: (cursor, signal) => readAllChanges(pool, now, cursor, signal),
    locate: async (anchors, _scope, signal) => {
      signal.throwIfAborted()
      return locate(pool, anchors)
    },
    write: async (changes, signal) => {
      signal.throwIfAborted()
      return transaction((tx) => writeDirectoryChanges(tx, changes, now(), features), pool)
    },
    close: async () => undefined,
  }
}

const SCHEMA: ConnectorSchema = {
  objectTypes: OBJECT_TYPES,
  attributes: {
    ...Object.fromEntries(
      Object.entries(ATTRIBUTES).map(([name, { syntax, multi }]) => [name, { syntax, multi }]),
    ),
    sourceAnchor: { syntax: 'string', multi: false },
    cloudAnchor: { syntax: 'string', multi: false },
    cloudMastered: { syntax: 'boolean', multi: false },
  },
}

async function* readAll(pool: pg.Pool, signal: AbortSignal): AsyncGenerator<ReadPage> {
  let after: string | undefined
  for (;;) {
    signal.throwIfAborted()
    const objects = await readObjects(pool, after, PAGE_SIZE)
    const references = new Map<string, ImportedReference[]>()
    for (const edge of await readReferences(
      pool,
      objects.map(({ id }) => id),
    )) {
      const reference = {
        attribute: edge.attribute,
        dn: cloudDn(edge.targetAnchor ?? edge.targetId),
        anchor: edge.targetId,
      }
      const known = references.get(edge.sourceId)
      if (known) known.push(reference)
      else references.set(edge.sourceId, [reference])
    }
    after = objects.at(-1)?.id
    const complete = objects.length < PAGE_SIZE
    yield {
      objects: objects.map((object) => ({
        ...importedObject(object),
        references: references.get(object.id) ?? [],
      })),
      problems: [],
      complete,
    }
    if (complete) return
  }
}

async function* readAllChanges(
  pool: pg.Pool,
  now: () => Date,
  cursor: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<ChangesPage> {
  const from = cursor === undefined ? undefined : parseCursor(cursor, now())
  const resumed = from !== undefined && !from.done
  const at = resumed ? from.at : now()
  let position = resumed ? from.position : await startRound(pool, from?.position.since ?? 0)
  for (;;) {
    signal.throwIfAborted()
    const page = await readChanges(pool, position, CHANGES_PAGE_SIZE)
    position = page.next
    yield {
      objects: page.objects.filter(({ deletedAt }) => !deletedAt).map(importedObject),
      references: page.edges.map(({ sourceId, attribute, targetId, present }) => ({
        source: sourceId,
        attribute,
        target: targetId,
        present,
      })),
      deleted: [...page.objects.filter(({ deletedAt }) => deletedAt).map(({ id }) => id), ...page.purged],
      cursor: formatCursor({ at, position, done: page.done }),
      complete: page.done,
    }
    if (page.done) return
  }
}

async function locate(pool: pg.Pool, anchors: readonly string[]): Promise<ReadonlyMap<string, Whereabouts>> {
  const found = await loadById(pool, anchors)
  // The directory itself is asked: what it does not have is gone for good.
  return new Map(
    anchors.map((anchor) => [anchor, found.get(anchor)?.deletedAt === null ? 'in-scope' : 'deleted']),
  )
}
