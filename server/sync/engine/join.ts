import { type StoredValue, valuesOf } from '../../attributes/value.ts'
import type { CompiledConfiguration, CompiledRule, RuleReader } from '../../rules/compiled.ts'
import type { JoinClause, Rule } from '../../rules/model.ts'
import { foldedKey, joinKey } from './lookups-for.ts'
import type { CsObject, JoinCandidate, Lookups, PlanError } from './model.ts'
import { nameOfCs, nameOfMv } from './names.ts'
import type { CsReader } from './reader.ts'
import { isReferenceAlias } from './scope.ts'

export type JoinResult =
  | { readonly kind: 'joined'; readonly candidate: JoinCandidate; readonly rule: Rule }
  | { readonly kind: 'project'; readonly rule: Rule }
  | { readonly kind: 'none' }
  | { readonly kind: 'error'; readonly error: PlanError }

/**
 * Section 5, step 3b and 3c, for an object without link: the one rule in scope that has join groups decides. Groups
 * are tried from the top; the first with exactly one candidate joins. None: project when the rule may and the object
 * has at least one join attribute.
 */
export function findJoin(
  configuration: CompiledConfiguration,
  reader: CsReader,
  rules: readonly CompiledRule[],
  lookups: Lookups,
): JoinResult {
  const joining = rules.filter(({ rule }) => rule.joinGroups.length > 0)
  const [compiled, second] = joining
  if (compiled === undefined) return { kind: 'none' }
  if (second !== undefined)
    return { kind: 'error', error: tooManyJoinRules(reader.object, compiled.rule, second.rule) }
  const { rule } = compiled
  for (const group of rule.joinGroups) {
    const candidates = candidatesOf(configuration, reader, rule, group, lookups)
    const [candidate] = candidates
    if (candidate === undefined || candidates.length > 1) continue
    const rival = rivalOf(configuration, reader.object, candidate)
    if (rival !== undefined) return { kind: 'error', error: ambiguous(reader.object, rule, candidate, rival) }
    return { kind: 'joined', candidate, rule }
  }
  const hasJoinValue = compiled.joinSources.some((name) => reader.attribute(name) !== undefined)
  return rule.linkType === 'Provision' && hasJoinValue ? { kind: 'project', rule } : { kind: 'none' }
}

function candidatesOf(
  configuration: CompiledConfiguration,
  reader: CsReader,
  rule: Rule,
  group: readonly JoinClause[],
  lookups: Lookups,
): readonly JoinCandidate[] {
  const [first] = group
  if (first === undefined) return []
  const found = new Map<string, JoinCandidate>()
  for (const value of valuesOf(reader.attribute(first.sourceAttribute))) {
    for (const candidate of lookups.candidates.get(joinKey(first.targetAttribute, foldedKey(value))) ?? []) {
      found.set(candidate.mv.id, candidate)
    }
  }
  return [...found.values()].filter(
    (candidate) =>
      (rule.metaverseObjectType === '*' || rule.metaverseObjectType === candidate.mv.objectType) &&
      group.every((clause) => matches(reader, clause, candidate.mv.attributes[clause.targetAttribute])) &&
      !isOtherKindOfSameSource(configuration, reader.object, candidate),
  )
}

/** Section 6.3: true when any value of the clause's source equals any value of its target. */
export function matches(
  reader: RuleReader,
  clause: JoinClause,
  target: StoredValue | readonly StoredValue[] | undefined,
): boolean {
  const targets = valuesOf(target)
  return valuesOf(reader.attribute(clause.sourceAttribute)).some((value) =>
    targets.some((other) =>
      clause.caseSensitive ? exactKey(value) === exactKey(other) : foldedKey(value) === foldedKey(other),
    ),
  )
}

function exactKey(value: StoredValue): string {
  if (typeof value === 'object') return 'b' in value ? value.b : value.n
  return String(value)
}

/**
 * A contact and a user of one directory stay two objects also when a join attribute agrees (connect-sync-decisions
 * 15): a metaverse object that has an object of another type from the same connector is no candidate.
 */
function isOtherKindOfSameSource(
  configuration: CompiledConfiguration,
  object: CsObject,
  candidate: JoinCandidate,
): boolean {
  if (isReferenceAlias(configuration, object)) return false
  const siblings = siblingsOf(configuration, object, candidate)
  return siblings.length > 0 && siblings.every((sibling) => sibling.objectType !== object.objectType)
}

/** The object of the same connector that is already linked to the candidate, if that forbids the join (3c). */
function rivalOf(
  configuration: CompiledConfiguration,
  object: CsObject,
  candidate: JoinCandidate,
): CsObject | undefined {
  if (isReferenceAlias(configuration, object)) return undefined
  return siblingsOf(configuration, object, candidate)[0]
}

function siblingsOf(
  configuration: CompiledConfiguration,
  object: CsObject,
  candidate: JoinCandidate,
): readonly CsObject[] {
  return candidate.linked.filter(
    (other) =>
      other.connectorId === object.connectorId &&
      other.id !== object.id &&
      !isReferenceAlias(configuration, other),
  )
}

function tooManyJoinRules(object: CsObject, first: Rule, second: Rule): PlanError {
  return {
    code: 'sync.join_rules_ambiguous',
    stage: 'join',
    rule: second.id,
    message: `"${first.name}" and "${second.name}" both have join groups and are both in scope for ${nameOfCs(object)}; narrow the scope of one or disable it.`,
  }
}

function ambiguous(object: CsObject, rule: Rule, candidate: JoinCandidate, rival: CsObject): PlanError {
  return {
    code: 'sync.join_ambiguous',
    stage: 'join',
    rule: rule.id,
    message: `${nameOfCs(object)} matches ${nameOfMv(candidate.mv)}, which already has ${nameOfCs(rival)} of the same directory. Change the join attribute of one of them, or remove one.`,
    otherObject: { kind: 'cs', id: rival.id, name: nameOfCs(rival) },
  }
}
