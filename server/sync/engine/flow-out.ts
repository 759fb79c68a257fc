import type { AttributeChanges, StoredValue } from '../../attributes/value.ts'
import type { CompiledConfiguration, CompiledRule, OutboundSet } from '../../rules/compiled.ts'
import { Contributions } from './contributions.ts'
import { flowError, isSame } from './merge.ts'
import type { CsObject, PlanError, TargetOutcome } from './model.ts'
import type { MvReader } from './reader.ts'

export type TargetFlows = Pick<TargetOutcome, 'desired' | 'changed' | 'references' | 'lineage'>

export type FlowOutResult =
  | { readonly ok: true; readonly flows: TargetFlows }
  | { readonly ok: false; readonly errors: readonly PlanError[] }

/**
 * Section 5, step 7d: what the rules in scope want in one target object, and how that differs from what is there or
 * on its way. `existing` is undefined for an object that this plan creates. An attribute that no rule flows is not
 * managed and stays as it is.
 */
export function flowOut(
  configuration: CompiledConfiguration,
  set: OutboundSet,
  rules: readonly CompiledRule[],
  reader: MvReader,
  existing: CsObject | undefined,
): FlowOutResult {
  const merged = new Contributions<CompiledRule>(set.targets, configuration.schema)
  const references: Record<string, string> = {}
  for (const rule of rules) {
    for (const flow of rule.flows) {
      if (!merged.isOpen(flow)) continue
      if (flow.applyOnce && existing !== undefined) {
        merged.ignore(flow)
        continue
      }
      // Also without a value the target's references are managed: they are to be emptied then.
      if (flow.reference !== undefined) references[flow.target] ??= flow.reference
      reader.seedFor(flow.seed)
      merged.add(flow, flow.run(reader), rule)
    }
  }
  const failed = merged.settle()
  if (failed.length > 0) {
    return {
      ok: false,
      errors: failed.map(({ flow, by, code, message }) => flowError(flow, by, code, message)),
    }
  }
  return { ok: true, flows: collect(set.targets, merged, references, existing) }
}

function collect(
  targets: readonly string[],
  merged: Contributions<CompiledRule>,
  references: Record<string, string>,
  existing: CsObject | undefined,
): TargetFlows {
  const desired: Record<string, StoredValue | readonly StoredValue[] | null> = {}
  const lineage: Record<string, string> = {}
  const changed: string[] = []
  for (let slot = 0; slot < targets.length; slot += 1) {
    const name = targets[slot] ?? ''
    const by = merged.winners[slot]
    const reference = merged.references[slot]
    if (reference !== undefined) {
      references[name] = reference.attribute
      lineage[name] = reference.by.rule.id
      continue
    }
    const value = merged.values[slot]
    if (value !== undefined && by !== undefined) {
      desired[name] = value
      lineage[name] = by.rule.id
      if (!isSame(effective(existing, name), value)) changed.push(name)
    } else if (merged.isEmptied(slot)) {
      const current = effective(existing, name)
      if (current !== undefined) changed.push(name)
      if (current !== undefined || existing?.attributes[name] !== undefined) desired[name] = null
    } else if (merged.isOnlyIgnored(slot) && existing?.staged !== undefined && name in existing.staged) {
      // Untouched includes what is still on its way, such as a value that is set only at creation.
      desired[name] = existing.staged[name] ?? null
    }
  }
  return { desired, changed, references, lineage }
}

/** What the target holds once everything staged has arrived. */
function effective(
  existing: CsObject | undefined,
  name: string,
): StoredValue | readonly StoredValue[] | undefined {
  if (existing === undefined) return undefined
  const staged: AttributeChanges | undefined = existing.staged
  if (staged !== undefined && Object.hasOwn(staged, name)) return staged[name] ?? undefined
  return existing.attributes[name]
}
