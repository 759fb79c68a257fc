import type { DirectoryKind } from './kinds.ts'

type KindTexts = {
  readonly title: string
  readonly search: string
  readonly empty: string
}

const KINDS: Record<DirectoryKind, KindTexts> = {
  users: { title: 'Users', search: 'Search users by name or address', empty: 'No users yet' },
  groups: { title: 'Groups', search: 'Search groups by name or address', empty: 'No groups yet' },
  contacts: { title: 'Contacts', search: 'Search contacts by name or address', empty: 'No contacts yet' },
}

export const messages = {
  directory: 'Directory',
  kinds: KINDS,
  emptyHelp: 'Connect a directory and run a cycle; what is in scope appears here.',
  connect: 'Connect a directory',
  noMatch: (search: string) => `Nothing matches “${search}”`,
  clearSearch: 'Clear search',
  synced: 'Synced',
  cloudOnly: 'Cloud-only',
  deleted: 'Deleted',
  enabled: 'Enabled',
  disabled: 'Disabled',
  columns: {
    name: 'Name',
    signInName: 'Sign-in name',
    source: 'Source',
    account: 'Account',
    mail: 'Mail',
    department: 'Department',
    type: 'Type',
  },
  security: 'Security',
  mailEnabled: 'Mail-enabled',
  mailEnabledSecurity: 'Mail-enabled security',
  distribution: 'Distribution',
  tabs: { properties: 'Properties', onPremises: 'On-premises', groups: 'Groups', members: 'Members' },
  managed: 'Managed on-premises. Change it there, or see where each value comes from under “On-premises”.',
  attribute: 'Attribute',
  value: 'Value',
  explain: 'Explain',
  explainAttribute: (attribute: string) => `Explain ${attribute}`,
  sourceAnchor: 'Source anchor',
  objectId: 'Object id',
  notSynced: 'This object exists in the cloud directory only',
  notSyncedHelp: 'No connected directory supplies it.',
  openMetaverse: 'Open metaverse object',
  noGroups: 'In no group',
  noMembers: 'No members',
  connectedObjects: 'Where it comes from',
  connector: 'Connector',
  distinguishedName: 'Distinguished name',
  link: 'Link',
} as const
