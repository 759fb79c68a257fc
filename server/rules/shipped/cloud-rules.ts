import type { Flow, ScopeClause } from '../model.ts'
import { CLOUD_ATTRIBUTES, type CloudObjectType, WORKLOADS } from './cloud-attributes.ts'
import { clause, direct, directFrom, expression, joinOn, type RuleTemplate } from './template.ts'

const CERTIFICATES_AS_IMPORTED = [
  expression('cloudUserCertificate', 'ImportedValue("userCertificate")'),
  expression('cloudUserSMIMECertificate', 'ImportedValue("userSMIMECertificate")'),
]
const CLOUD_ANCHORS = [
  ...direct('cloudAnchor'),
  expression('cloudSourceAnchor', 'ImportedValue("sourceAnchor")'),
]

const NOT_MASTERED_IN_CLOUD = clause('cloudMastered', 'NOTEQUAL', 'True')
const NOT_FILTERED = clause('cloudFiltered', 'NOTEQUAL', 'True')
const HAS_ANCHOR = clause('sourceAnchor', 'ISNOTNULL')

/** In from cloud: brings the anchors back that the cloud accepted. */
export const CLOUD_JOIN_RULES: readonly RuleTemplate[] = [
  {
    ...rule('Inbound', 'In from AAD - User Join', 'user'),
    scopeGroups: [[clause('cloudMastered', 'EQUAL', 'False')]],
    flows: [
      ...direct('accountEnabled'),
      ...CLOUD_ANCHORS,
      ...direct('countryCode', 'usageLocation'),
      ...CERTIFICATES_AS_IMPORTED,
    ],
  },
  {
    ...rule('Inbound', 'In from AAD - Contact Join', 'contact'),
    flows: [...CLOUD_ANCHORS, ...CERTIFICATES_AS_IMPORTED],
  },
  {
    ...rule('Inbound', 'In from AAD - Group Join', 'group'),
    scopeGroups: [[NOT_MASTERED_IN_CLOUD]],
    flows: CLOUD_ANCHORS,
  },
]

const ANCHOR_UNCHANGED = expression(
  'sourceAnchor',
  'IIF(IsPresent([cloudSourceAnchor]),IIF([cloudSourceAnchor]=[sourceAnchor],[sourceAnchor],Error("SourceAnchor attribute has changed.")),[sourceAnchor])',
)

function groupScope(...kind: readonly ScopeClause[]): readonly ScopeClause[] {
  const size = clause('memberCount', 'LESSTHAN', '250000')
  return [...kind, NOT_FILTERED, NOT_MASTERED_IN_CLOUD, HAS_ANCHOR, size]
}

const JOIN_RULES: readonly RuleTemplate[] = [
  {
    ...rule('Outbound', 'Out to Microsoft Entra ID - User Join', 'user'),
    linkType: 'Provision',
    enablePasswordSync: true,
    scopeGroups: [
      [
        HAS_ANCHOR,
        NOT_MASTERED_IN_CLOUD,
        clause('sourceObjectType', 'EQUAL', 'User'),
        NOT_FILTERED,
        clause('accountEnabled', 'ISNOTNULL'),
      ],
    ],
    flows: [ANCHOR_UNCHANGED, ...direct('accountEnabled')],
  },
  {
    ...rule('Outbound', 'Out to Microsoft Entra ID - Contact Join', 'contact'),
    linkType: 'Provision',
    scopeGroups: [
      [
        HAS_ANCHOR,
        clause('sourceObjectType', 'EQUAL', 'Contact'),
        clause('mailEnabled', 'EQUAL', 'True'),
        NOT_FILTERED,
      ],
    ],
    flows: [ANCHOR_UNCHANGED],
  },
  {
    ...rule('Outbound', 'Out to Microsoft Entra ID - Group Join', 'group'),
    linkType: 'Provision',
    scopeGroups: [
      groupScope(clause('securityEnabled', 'EQUAL', 'True')),
      groupScope(clause('securityEnabled', 'EQUAL', 'False'), clause('mailEnabled', 'EQUAL', 'True')),
    ],
    flows: direct('sourceAnchor', 'securityEnabled', 'mailEnabled'),
  },
]

/** At most 15 certificates are exported: more make the object too large for the service. */
function certificates(name: string): Flow {
  return expression(
    name,
    `IIF(IsNullOrEmpty([${name}]), NULL, IIF((Count([${name}])> 15),AuthoritativeNull,[${name}]))`,
  )
}

const IDENTITY = direct(
  'userPrincipalName',
  'displayName',
  'givenName',
  'sn',
  'accountEnabled',
  'objectSid',
  'pwdLastSet',
  'usageLocation',
)

const EXCHANGE = [certificates('userCertificate'), certificates('userSMIMECertificate')]

const SCOPE: Readonly<Record<CloudObjectType, readonly ScopeClause[]>> = {
  user: [clause('sourceObjectType', 'EQUAL', 'User'), NOT_MASTERED_IN_CLOUD],
  contact: [clause('sourceObjectType', 'EQUAL', 'Contact'), NOT_MASTERED_IN_CLOUD],
  group: [NOT_MASTERED_IN_CLOUD],
}

const LABEL: Readonly<Record<CloudObjectType, string>> = { user: 'User', contact: 'Contact', group: 'Group' }

/**
 * Out to cloud, in order of precedence: Join, Identity, then one rule per workload for users, contacts and groups.
 * Beside the flows written here, every attribute that a workload names flows Direct, in the first workload rule that
 * names it; attributes that no inbound rule contributes to that metaverse type (`contributed`) are left out.
 */
export function outboundRules(
  contributed: Readonly<Record<'person' | 'group', readonly string[]>>,
): readonly RuleTemplate[] {
  const identity = workloadRule('Identity', 'user', IDENTITY)
  const rules = [...JOIN_RULES, identity]
  const types: readonly CloudObjectType[] = ['user', 'contact', 'group']
  const workloads = types.map((type) => {
    const known = new Map(
      contributed[type === 'group' ? 'group' : 'person'].map((name) => [name.toLowerCase(), name]),
    )
    const listed = [...rules.filter((one) => one.connectedObjectType === type).flatMap((one) => one.flows)]
    if (type === 'user') listed.push(...EXCHANGE)
    const taken = new Set(listed.map((flow) => flow.target.toLowerCase()))
    return WORKLOADS.map((workload) => {
      const flows: Flow[] = type === 'user' && workload === 'ExchangeOnline' ? [...EXCHANGE] : []
      for (const name of CLOUD_ATTRIBUTES[type][workload]) {
        const target = known.get(name.toLowerCase())
        if (target === undefined || taken.has(target.toLowerCase())) continue
        taken.add(target.toLowerCase())
        flows.push(directFrom(target, target))
      }
      return workloadRule(workload, type, flows)
    })
  })
  return [...rules, ...workloads.flat()]
}

function workloadRule(workload: string, type: CloudObjectType, flows: readonly Flow[]): RuleTemplate {
  return {
    ...rule('Outbound', `Out to Microsoft Entra ID - ${LABEL[type]} ${workload}`, type),
    joinGroups: [],
    scopeGroups: [SCOPE[type]],
    flows,
  }
}

function rule(direction: 'Inbound' | 'Outbound', name: string, type: CloudObjectType): RuleTemplate {
  return {
    name,
    direction,
    connectedObjectType: type,
    metaverseObjectType: type === 'group' ? 'group' : 'person',
    linkType: 'Join',
    scopeGroups: [],
    joinGroups: [[joinOn('sourceAnchor', 'sourceAnchor', true)]],
    flows: [],
    enablePasswordSync: false,
  }
}
