import { isList, type StoredValue, sameValues, valuesOf } from '../../attributes/value.ts'
import type { CompiledConfiguration, CompiledFlow, CompiledRule } from '../../rules/compiled.ts'
import { Contributions } from './contributions.ts'
import type { MvObject, PlanError } from './model.ts'
import { appliesTo, type Member } from './scope.ts'

type Contribution = {
  readonly member: Member
  readonly rule: CompiledRule
  /** Lineage of everything it wins. */
  readonly origin: { readonly rule: string; readonly source: string }
}

export type MergeResult =
  | { readonly ok: true; readonly mv: MvObject; readonly changed: boolean }
  | { readonly ok: false; readonly errors: readonly PlanError[] }

/**
 * Section 5, steps 4 and 5: the metaverse object as all its objects and all their rules in scope give it, attribute
 * by attribute in order of precedence. A flow that cannot win any more is not evaluated.
 */
export function mergeInbound(
  configuration: CompiledConfiguration,
  members: readonly Member[],
  target: { readonly id: string; readonly objectType: string; readonly before: MvObject | undefined },
): MergeResult {
  const merged = new Contributions<Contribution>(configuration.attributes, configuration.schema)
  for (const contribution of byPrecedence(members, target.objectType)) {
    const { member, rule } = contribution
    for (const flow of rule.flows) {
      if (!merged.isOpen(flow)) continue
      // Set only when the object comes into being; afterwards as if the flow did not exist.
      if (flow.applyOnce && target.before !== undefined) {
        merged.ignore(flow)
        continue
      }
      member.reader.seedFor(flow.seed)
      merged.add(flow, flow.run(member.reader), contribution)
    }
  }
  const errors = merged.settle()
  if (errors.length > 0) {
    return {
      ok: false,
      errors: errors.map(({ flow, by, code, message }) => flowError(flow, by.rule, code, message)),
    }
  }
  return build(configuration, merged, members, target)
}

function byPrecedence(members: readonly Member[], objectType: string): readonly Contribution[] {
  const contributions: Contribution[] = []
  for (const member of members) {
    for (const rule of member.rules) {
      if (!appliesTo(rule, objectType)) continue
      contributions.push({ member, rule, origin: { rule: rule.rule.id, source: member.object.id } })
    }
  }
  return members.length === 1
    ? contributions
    : contributions.sort((a, b) => a.rule.rule.precedence - b.rule.rule.precedence)
}

function build(
  configuration: CompiledConfiguration,
  merged: Contributions<Contribution>,
  members: readonly Member[],
  target: { readonly id: string; readonly objectType: string; readonly before: MvObject | undefined },
): MergeResult {
  const { before } = target
  const attributes: Record<string, StoredValue | readonly StoredValue[]> = {}
  const lineage: Record<string, Contribution['origin']> = {}
  const references: Record<string, { rule: string; source: string; attribute: string }> = {}
  let changed = before === undefined || before.objectType !== target.objectType
  let count = 0
  let referenceCount = 0
  for (let slot = 0; slot < configuration.attributes.length; slot += 1) {
    const name = configuration.attributes[slot] ?? ''
    const reference = merged.references[slot]
    if (reference !== undefined) {
      const entry = reference.by.origin
      references[name] = { ...entry, attribute: reference.attribute }
      referenceCount += 1
      const old = before?.references[name]
      changed ||=
        old?.source !== entry.source || old.rule !== entry.rule || old.attribute !== reference.attribute
      continue
    }
    const value = merged.values[slot]
    const by = merged.winners[slot]
    if (value !== undefined && by !== undefined) {
      const entry = by.origin
      attributes[name] = value
      lineage[name] = entry
      count += 1
      const old = before?.lineage[name]
      changed ||=
        old?.source !== entry.source || old.rule !== entry.rule || !isSame(before?.attributes[name], value)
      continue
    }
    if (before === undefined || !merged.isOnlyIgnored(slot)) continue
    // Kept, unless the object that gave it is gone: its contributions are recalled.
    const old = before.lineage[name]
    const kept = before.attributes[name]
    if (old !== undefined && kept !== undefined && isMember(members, old.source)) {
      attributes[name] = kept
      lineage[name] = old
      count += 1
    }
    const keptReference = before.references[name]
    if (keptReference !== undefined && isMember(members, keptReference.source)) {
      references[name] = keptReference
      referenceCount += 1
    }
  }
  changed ||=
    Object.keys(before?.attributes ?? {}).length !== count ||
    Object.keys(before?.references ?? {}).length !== referenceCount
  const mv =
    before !== undefined && !changed
      ? before
      : { id: target.id, objectType: target.objectType, attributes, references, lineage }
  return { ok: true, mv, changed }
}

function isMember(members: readonly Member[], id: string): boolean {
  return members.some(({ object }) => object.id === id)
}

/** sameValues with the usual case first: one text. */
export function isSame(
  a: StoredValue | readonly StoredValue[] | null | undefined,
  b: StoredValue | readonly StoredValue[] | null | undefined,
): boolean {
  if (a === b) return true
  if (typeof a === 'string' && typeof b === 'string') return false
  const listA = a !== null && a !== undefined && isList(a)
  const listB = b !== null && b !== undefined && isList(b)
  // A scalar and a one-element list hold the same values, but the row has to change.
  if (listA !== listB && valuesOf(a).length > 0 && valuesOf(b).length > 0) return false
  return sameValues(a, b)
}

export function flowError(flow: CompiledFlow, rule: CompiledRule, code: string, message: string): PlanError {
  const inbound = rule.rule.direction === 'Inbound'
  return {
    code,
    stage: inbound ? 'import-flow' : 'export-flow',
    rule: rule.rule.id,
    attribute: flow.target,
    message: `${flow.target}: ${message} (rule "${rule.rule.name}")`,
  }
}
