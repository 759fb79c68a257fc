import type { CompiledConfiguration, CompiledRule } from '../../rules/compiled.ts'
import type { CsObject } from './model.ts'
import type { CsReader } from './reader.ts'

/** A connector space object that takes part in a metaverse object, with the inbound rules in scope for it. */
export type Member = {
  readonly object: CsObject
  readonly reader: CsReader
  /** In order of precedence. */
  readonly rules: readonly CompiledRule[]
}

const NO_RULES: readonly CompiledRule[] = []

/** All enabled inbound rules for an object, in scope or not, by precedence. */
export function inboundRules(
  configuration: CompiledConfiguration,
  object: CsObject,
): readonly CompiledRule[] {
  return configuration.inbound.get(object.connectorId)?.get(object.objectType) ?? NO_RULES
}

/** Section 5, step 2: the inbound rules whose scope the object satisfies, by precedence. */
export function rulesInScope(
  configuration: CompiledConfiguration,
  reader: CsReader,
): readonly CompiledRule[] {
  return inboundRules(configuration, reader.object).filter((rule) => rule.scope.holds(reader))
}

/** True when a rule applies to metaverse objects of this type. */
export function appliesTo(rule: CompiledRule, objectType: string): boolean {
  return rule.rule.metaverseObjectType === objectType || rule.rule.metaverseObjectType === '*'
}

/** Section 2.5: a metaverse object lives as long as one of its objects has such a rule in scope. */
export function isKeptAlive(members: readonly Member[], objectType: string): boolean {
  return members.some(({ rules }) =>
    rules.some((rule) => rule.rule.linkType !== 'Join' && appliesTo(rule, objectType)),
  )
}

/**
 * True for objects that are in the metaverse only so that references to them resolve (foreign security principals):
 * no rule of their type projects or contributes anything. Beside one of these an object of the same connector is no
 * ambiguity (connect-sync-decisions 14).
 */
export function isReferenceAlias(configuration: CompiledConfiguration, object: CsObject): boolean {
  return inboundRules(configuration, object).every(
    ({ rule }) => rule.linkType === 'Join' && rule.flows.length === 0,
  )
}
