import type { AttributeChanges, AttributeMap } from '../../attributes/value.ts'
import type { CsObject, Lineage, MvObject } from '../engine/model.ts'

/** Rule id ↔ the small number lineage is stored with, and the connector each rule belongs to. */
export type RuleNumbers = {
  readonly numberOf: ReadonlyMap<string, number>
  readonly ruleOf: ReadonlyMap<number, { readonly id: string; readonly connectorId: string }>
}

export type CsRow = {
  id: string
  connector_id: string
  object_type: string
  dn: string
  anchor: string | null
  attributes: AttributeMap
  reference_counts: Record<string, number>
  pending_import: CsObject['pendingImport'] | null
  mv_id: string | null
  link_kind: 'joined' | 'projected' | 'provisioned' | null
  link_rule: string | null
  staged: AttributeChanges | null
  export_operation: 'add' | 'update' | 'delete' | null
}

/** Columns of `CsRow`, for `select`. */
export const CS_COLUMNS = `o.id, o.connector_id, o.object_type, o.dn, o.anchor, o.attributes, o.reference_counts,
  o.pending_import, o.mv_id, o.link_kind, o.link_rule, o.staged, o.export_operation`

export function csObjectOf(row: CsRow): CsObject {
  return {
    id: row.id,
    connectorId: row.connector_id,
    objectType: row.object_type,
    dn: row.dn,
    anchor: row.anchor ?? undefined,
    attributes: row.attributes,
    staged: row.staged ?? undefined,
    referenceCounts: row.reference_counts,
    pendingImport: row.pending_import ?? undefined,
    link:
      row.mv_id && row.link_kind && row.link_rule
        ? { mvId: row.mv_id, kind: row.link_kind, ruleId: row.link_rule }
        : undefined,
    exportOperation: row.export_operation ?? undefined,
  }
}

export type StoredReferences = Record<string, readonly [rule: number, source: string, attribute: string]>

export type MvRow = {
  id: string
  object_type: string
  attributes: AttributeMap
  references: StoredReferences
  lineage: Record<string, number>
}

/** Columns of `MvRow`, for `select`. */
export const MV_COLUMNS = 'm.id, m.object_type, m.attributes, m."references", m.lineage'

/** `linked` are the object's connector space objects: a rule's connector tells which of them gave a value. */
export function mvObjectOf(row: MvRow, linked: readonly CsObject[], rules: RuleNumbers): MvObject {
  const sourceOf = new Map(linked.map((object) => [object.connectorId, object.id]))
  const lineage: Record<string, Lineage[string]> = {}
  for (const [attribute, number] of Object.entries(row.lineage)) {
    const rule = rules.ruleOf.get(number)
    lineage[attribute] = { rule: rule?.id ?? '', source: sourceOf.get(rule?.connectorId ?? '') ?? '' }
  }
  const references: Record<string, MvObject['references'][string]> = {}
  for (const [name, [number, source, attribute]] of Object.entries(row.references)) {
    references[name] = { rule: rules.ruleOf.get(number)?.id ?? '', source, attribute }
  }
  return { id: row.id, objectType: row.object_type, attributes: row.attributes, references, lineage }
}

export function storedLineage(lineage: Lineage, rules: RuleNumbers): Record<string, number> {
  const stored: Record<string, number> = {}
  for (const attribute in lineage) stored[attribute] = rules.numberOf.get(lineage[attribute]?.rule ?? '') ?? 0
  return stored
}

export function storedReferences(references: MvObject['references'], rules: RuleNumbers): StoredReferences {
  const stored: StoredReferences = {}
  for (const [name, { rule, source, attribute }] of Object.entries(references)) {
    stored[name] = [rules.numberOf.get(rule) ?? 0, source, attribute]
  }
  return stored
}
