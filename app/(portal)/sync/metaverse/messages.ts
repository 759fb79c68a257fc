import { formatCount } from '../../../_ui/format.ts'

export const messages = {
  title: 'Metaverse search',
  section: 'Metaverse',
  search: 'Search by name or address',
  type: 'Object type',
  allTypes: 'All types',
  types: { person: 'Person', group: 'Group', contact: 'Contact' },
  name: 'Name',
  emptyTitle: 'The metaverse is empty',
  emptyHelp: 'Objects appear here once a connector was imported and synchronised.',
  noMatch: (search: string) =>
    search === '' ? 'No match in the metaverse' : `No match in the metaverse for “${search}”`,
  noMatchHelp: 'An object that no rule projects exists in a connector space only.',
  searchConnectors: 'Search connector spaces instead',
  clear: 'Clear search',
  tabs: { attributes: 'Attributes', connectors: 'Connectors', lineage: 'Lineage', history: 'History' },
  attribute: 'Attribute',
  value: 'Value',
  from: 'From',
  rule: 'Rule',
  why: 'Why this value',
  whyAttribute: (attribute: string) => `Why this value of ${attribute}`,
  because: (rule: string, connector: string) => `“${rule}” set it from ${connector}.`,
  precedence: 'Precedence',
  precedenceMeaning: (precedence: number) =>
    `${precedence}. Of all rules that give a value, the one with the lowest number wins.`,
  flow: 'Flow',
  flowTypes: {
    Direct: 'Direct: the value of one attribute',
    Constant: 'Constant: the same text for everybody',
    Expression: 'Expression: computed',
  },
  source: 'Source',
  sourceObject: 'Read from',
  references: (count: number) => formatCount(count, 'reference', 'references'),
  connector: 'Connector',
  objectType: 'Type',
  dn: 'Distinguished name',
  link: 'Link',
  noConnectors: 'No connected object',
  noHistory: 'No change recorded yet',
  lineageIntro: 'Where each value comes from, and where the object goes.',
  graph: 'Sources, metaverse and targets',
  linkKinds: { joined: 'Joined', projected: 'Projected', provisioned: 'Provisioned' },
  before: 'Before',
  after: 'After',
  run: 'Open run',
  operations: { add: 'Created', update: 'Changed', delete: 'Deleted' },
  updated: 'Changed',
  explainMissing: (attribute: string) =>
    `The metaverse has no attribute “${attribute}”. The target sets it by an outbound rule.`,
} as const

/** The word for a link kind, operation … as the server names it; the name itself when there is none. */
export function wordFor(words: Readonly<Record<string, string>>, name: string): string {
  return words[name] ?? name
}
