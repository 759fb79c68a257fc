import type pg from 'pg'
import { transaction } from '../../db/client.ts'
import type { AttributeChanges } from '../attributes/value.ts'
import { applyObjects } from './apply-objects.ts'
import { type CloudObject, createCloudObjects } from './create-cloud-objects.ts'
import { loadById } from './load-objects.ts'
import type { ChangeResult, DirectoryFeatures, ObjectChange, ObjectType, StoredObject } from './model.ts'

export const NOW = new Date('2026-01-15T08:00:00Z')

/** Base64 text of a 16-byte anchor that is the same for the same name. */
export function anchorOf(name: string): string {
  return Buffer.from(name.padEnd(16, '.').slice(0, 16)).toString('base64')
}

/** The add of a new object; `attributes` come on top of a name and an anchor. */
export function add(
  objectType: ObjectType,
  name: string,
  attributes: AttributeChanges = {},
  createdAt?: string,
): ObjectChange {
  const signIn: AttributeChanges = objectType === 'user' ? { userPrincipalName: `${name}@example.com` } : {}
  return {
    key: name,
    operation: 'add',
    objectType,
    id: undefined,
    attributes: { sourceAnchor: anchorOf(name), displayName: name, ...signIn, ...attributes },
    createdAt: createdAt === undefined ? undefined : new Date(createdAt),
  }
}

export function update(
  id: string,
  attributes: AttributeChanges,
  objectType: ObjectType = 'user',
): ObjectChange {
  return { key: `update ${id}`, operation: 'update', objectType, id, attributes, createdAt: undefined }
}

export function remove(id: string, objectType: ObjectType = 'user'): ObjectChange {
  return { key: `delete ${id}`, operation: 'delete', objectType, id, attributes: {}, createdAt: undefined }
}

export function apply(
  pool: pg.Pool,
  changes: readonly ObjectChange[],
  features?: DirectoryFeatures,
  now: Date = NOW,
): Promise<ChangeResult[]> {
  return transaction((tx) => applyObjects(tx, changes, now, features), pool)
}

export function createInCloud(pool: pg.Pool, objects: readonly CloudObject[]): Promise<ChangeResult[]> {
  return transaction((tx) => createCloudObjects(tx, objects, NOW), pool)
}

/** The id of a change that went well; throws the problem otherwise. */
export function idOf(result: ChangeResult | undefined): string {
  if (result?.ok) return result.id
  throw new Error(result ? `${result.problem.code}: ${result.problem.message}` : 'there is no result')
}

export function problemOf(result: ChangeResult | undefined) {
  if (result && !result.ok) return result.problem
  throw new Error(`expected a problem, got ${JSON.stringify(result)}`)
}

export async function stored(pool: pg.Pool, id: string): Promise<StoredObject> {
  const object = (await loadById(pool, [id])).get(id)
  if (!object) throw new Error(`There is no object ${id}`)
  return object
}
