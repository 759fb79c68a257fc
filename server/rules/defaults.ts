import type { Rule } from './model.ts'
import { CLOUD_JOIN_RULES, outboundRules } from './shipped/cloud-rules.ts'
import { GROUP_AND_CONTACT_RULES } from './shipped/group-contact-rules.ts'
import type { RuleTemplate } from './shipped/template.ts'
import { type UserJoin, userRules } from './shipped/user-rules.ts'

/** A directory that gets a copy of every "In from AD" rule: Active Directory and LDIF alike. */
export type RuleSource = {
  readonly connectorId: string
  /** Order in which connectors were added: the lower one wins inside each block of rules. */
  readonly ordinal: number
  /** Tells whether the directory's schema has an attribute; without it all rules exist. */
  readonly hasAttribute?: (name: string) => boolean
}

const FIRST_PRECEDENCE = 100
// Between the cloud joins and the outbound rules stands one rule (User NGCKey) that is not shipped yet; its number
// stays free so that the others keep the observed ones.
const RESERVED_AFTER_CLOUD_JOINS = 1

/**
 * The shipped rule set, in order of precedence. Per block of the reference (6.7) one rule per source, in order of
 * `ordinal`; with one source the inbound numbers are the observed 100 to 121 and outbound rules start at 123. Rules
 * that a source's schema does not allow are left out without moving the numbers of the others. `userJoin` is how
 * accounts of several forests are found to be one person; `anchor` by default.
 */
export function defaultRules(options: {
  readonly sources: readonly RuleSource[]
  readonly cloudConnectorId: string
  readonly userJoin?: UserJoin
}): Rule[] {
  const sources = [...options.sources].sort((a, b) => a.ordinal - b.ordinal)
  const inbound = [...userRules(options.userJoin ?? 'anchor'), ...GROUP_AND_CONTACT_RULES]
  let precedence = FIRST_PRECEDENCE
  const rules: Rule[] = []
  for (const template of inbound) {
    for (const source of sources) {
      const exists = template.requires === undefined || (source.hasAttribute?.(template.requires) ?? true)
      if (exists) rules.push(instantiate(template, source.connectorId, precedence))
      precedence += 1
    }
  }
  for (const template of CLOUD_JOIN_RULES) {
    rules.push(instantiate(template, options.cloudConnectorId, precedence))
    precedence += 1
  }
  precedence += RESERVED_AFTER_CLOUD_JOINS
  for (const template of outboundRules(contributedTargets([...inbound, ...CLOUD_JOIN_RULES]))) {
    if (template.flows.length > 0) rules.push(instantiate(template, options.cloudConnectorId, precedence))
    precedence += 1
  }
  return rules
}

function contributedTargets(inbound: readonly RuleTemplate[]): { person: string[]; group: string[] } {
  const targetsOf = (type: string) =>
    [
      ...new Set(inbound.filter((rule) => rule.metaverseObjectType === type).flatMap((rule) => rule.flows)),
    ].map((flow) => flow.target)
  return { person: targetsOf('person'), group: targetsOf('group') }
}

function instantiate(template: RuleTemplate, connectorId: string, precedence: number): Rule {
  const { requires: _, ...rule } = template
  const slug = rule.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')
  return {
    ...rule,
    id: `${slug}@${connectorId}`,
    connectorId,
    precedence,
    disabled: false,
    origin: 'default',
  }
}
