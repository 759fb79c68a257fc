/** The directory's public verbs; other domains import from here. */
export { applyEdges, type EdgeChange, type EdgeResult } from './apply-edges.ts'
export { applyObjects } from './apply-objects.ts'
export { ATTRIBUTES, type AttributeDefinition } from './attribute-schema.ts'
export { type CloudObject, createCloudObjects } from './create-cloud-objects.ts'
export { detachObjects, eraseObjects } from './detach-objects.ts'
export { writtenView } from './evaluate-attributes.ts'
export { DEFAULT_INITIAL_DOMAIN } from './load-domains.ts'
export { loadById } from './load-objects.ts'
export {
  type ChangeResult,
  DEFAULT_FEATURES,
  type DirectoryFeatures,
  type DirectoryProblem,
  type DirectoryWarning,
  isObjectType,
  nameOf,
  OBJECT_TYPES,
  type ObjectChange,
  type ObjectOutcome,
  type ObjectType,
  type StoredObject,
} from './model.ts'
export { purgeExpired, purgeObjects, RETENTION_DAYS } from './purge-objects.ts'
export { type ChangePosition, type DirectoryChanges, readChanges, startRound } from './read-changes.ts'
export { type Reference, readObjects, readReferences } from './read-objects.ts'
export { restoreObjects } from './restore-objects.ts'
export { searchKey } from './search-key.ts'
