import type { CompiledConfiguration } from '../../rules/compiled.ts'
import type { CsObject, TargetOutcome } from './model.ts'
import { appliesTo, type Member } from './scope.ts'

const ENABLED = 'accountEnabled'

/**
 * connect-sync-decisions 12: an object in error is frozen, but never as an enabled account that no linked source
 * account stands for. The outcomes set `accountEnabled` to false on its target objects and leave all else as staged.
 */
export function disableOverride(
  configuration: CompiledConfiguration,
  members: readonly Member[],
  objectType: string,
): readonly TargetOutcome[] {
  const sources = members.filter(
    ({ object }) => configuration.connectors.get(object.connectorId)?.role === 'source',
  )
  if (isEnabledSomewhere(sources, objectType)) return []
  return members.flatMap(({ object }) => {
    const rule = disablingRule(configuration, object, objectType)
    return rule === undefined || !isEnabled(object) ? [] : [disabled(object, rule)]
  })
}

/** Also true when it cannot be told: then nothing is overridden. */
function isEnabledSomewhere(sources: readonly Member[], objectType: string): boolean {
  const flows = sources
    .flatMap((member) =>
      member.rules
        .filter((rule) => appliesTo(rule, objectType))
        .flatMap((rule) => rule.flows.map((flow) => ({ member, flow, precedence: rule.rule.precedence }))),
    )
    .filter(({ flow }) => flow.target === ENABLED)
    .sort((a, b) => a.precedence - b.precedence)
  for (const { member, flow } of flows) {
    const outcome = flow.run(member.reader)
    if (outcome.outcome === 'error') return true
    if (outcome.outcome === 'authoritativeNull') return false
    if (outcome.outcome === 'value') return outcome.value === true
  }
  return false
}

/** The outbound rule through which the target's accountEnabled is managed. */
function disablingRule(
  configuration: CompiledConfiguration,
  object: CsObject,
  objectType: string,
): string | undefined {
  const set = configuration.outbound.find(({ connector }) => connector.id === object.connectorId)
  return set?.rules
    .get(objectType)
    ?.find(
      ({ rule, flows }) =>
        rule.connectedObjectType === object.objectType && flows.some((flow) => flow.target === ENABLED),
    )?.rule.id
}

function isEnabled({ staged, attributes }: CsObject): boolean {
  return staged !== undefined && ENABLED in staged ? staged[ENABLED] === true : attributes[ENABLED] === true
}

function disabled(object: CsObject, rule: string): TargetOutcome {
  return {
    connectorId: object.connectorId,
    csId: object.id,
    kind: 'updated',
    objectType: object.objectType,
    dn: object.dn,
    ruleId: object.link?.ruleId ?? rule,
    desired: { ...object.staged, [ENABLED]: false },
    changed: [ENABLED],
    references: {},
    lineage: { [ENABLED]: rule },
  }
}
