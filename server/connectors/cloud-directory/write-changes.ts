import type pg from 'pg'
import {
  applyEdges,
  applyObjects,
  type ChangeResult,
  DEFAULT_FEATURES,
  type DirectoryFeatures,
  type EdgeChange,
  isObjectType,
  type ObjectChange,
} from '../../directory/index.ts'
import type { ExportChange, ExportError, ExportResult } from '../connector.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Writes a batch of exports into the cloud directory inside the caller's transaction, so that a caller can commit
 * them with its own bookkeeping; one result per change, in order. Anchors and references are directory ids.
 * Attributes of a refused change and the references that came with it are not written. Repeating a batch changes
 * nothing. Holds the directory's lock until the transaction ends: take every other lock first.
 */
export async function writeDirectoryChanges(
  tx: pg.PoolClient,
  changes: readonly ExportChange[],
  now: Date,
  features: DirectoryFeatures = DEFAULT_FEATURES,
): Promise<ExportResult[]> {
  const results = new Map<string, ExportResult>()
  const objects: ObjectChange[] = []
  for (const change of changes) {
    const object = objectChange(change)
    if ('code' in object) results.set(change.id, { id: change.id, ok: false, error: object })
    else if (touchesObject(change)) objects.push(object)
    else results.set(change.id, { id: change.id, ok: true, anchor: change.anchor ?? '' })
  }
  for (const result of await applyObjects(tx, objects, now, features))
    results.set(result.key, exportResult(result))
  await writeReferences(tx, changes, results, now)
  return changes.flatMap(({ id }) => results.get(id) ?? [])
}

function touchesObject({ operation, attributes }: ExportChange): boolean {
  return operation !== 'update' || Object.keys(attributes).length > 0
}

function objectChange(change: ExportChange): ObjectChange | ExportError {
  const { id, operation, objectType, anchor, attributes, createdAt } = change
  if (!isObjectType(objectType)) {
    const message = `The cloud directory has users, groups and contacts; ${objectType} cannot be written.`
    return { code: 'UnsupportedObjectType', message, retry: false }
  }
  if (operation !== 'add' && !UUID.test(anchor ?? '')) {
    const message = `The ${operation} names no object of the directory (anchor "${anchor ?? ''}"). Run an import.`
    return { code: 'cd-missing-object', message, retry: true }
  }
  const created = createdAt === undefined ? undefined : new Date(createdAt)
  const known = created && !Number.isNaN(created.getTime()) ? created : undefined
  return {
    key: id,
    operation,
    objectType,
    id: operation === 'add' ? undefined : anchor,
    attributes,
    createdAt: known,
  }
}

function exportResult(result: ChangeResult): ExportResult {
  if (!result.ok) return { id: result.key, ok: false, error: result.problem }
  const { key, id, warnings } = result
  return { id: key, ok: true, anchor: id, ...(warnings.length > 0 ? { warnings } : {}) }
}

/** Sets the references of the changes that went well; those with a missing end turn their change's result. */
async function writeReferences(
  tx: pg.PoolClient,
  changes: readonly ExportChange[],
  results: Map<string, ExportResult>,
  now: Date,
): Promise<void> {
  const owners: ExportChange[] = []
  const edges: EdgeChange[] = []
  for (const change of changes) {
    const result = results.get(change.id)
    if (!result?.ok || change.operation === 'delete') continue
    for (const { attribute, add, remove } of change.references) {
      owners.push(change)
      edges.push({ sourceId: result.anchor, attribute, add, remove })
    }
  }
  for (const [index, { problem }] of (await applyEdges(tx, edges, now)).entries()) {
    const owner = owners[index]
    if (problem && owner) results.set(owner.id, { id: owner.id, ok: false, error: problem })
  }
}
