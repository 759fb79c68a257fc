/** Syntax and limits of one attribute; text lengths in UTF-16 units, binary lengths in bytes. */
export type AttributeDefinition = {
  readonly syntax: 'string' | 'number' | 'boolean' | 'binary' | 'reference'
  readonly multi: boolean
  readonly maxLength?: number
  readonly maxCount?: number
  /** The service takes leading and trailing white space off. */
  readonly trimmed?: boolean
}

const text = (maxLength: number): AttributeDefinition => ({ syntax: 'string', multi: false, maxLength })
const texts = (maxLength: number, maxCount?: number): AttributeDefinition => ({
  syntax: 'string',
  multi: true,
  maxLength,
  ...(maxCount === undefined ? {} : { maxCount }),
})
const trimmed = (definition: AttributeDefinition): AttributeDefinition => ({ ...definition, trimmed: true })
const binary = (maxLength: number): AttributeDefinition => ({ syntax: 'binary', multi: false, maxLength })
const certificates: AttributeDefinition = { syntax: 'binary', multi: true, maxLength: 32_768, maxCount: 15 }
const number: AttributeDefinition = { syntax: 'number', multi: false }
const boolean: AttributeDefinition = { syntax: 'boolean', multi: false }
const reference: AttributeDefinition = { syntax: 'reference', multi: false }
const references: AttributeDefinition = { syntax: 'reference', multi: true }

/** Limit of text attributes that are not listed. */
const OTHER_TEXT: AttributeDefinition = text(2048)

/**
 * The attributes of the directory. Limits: where the service documents one (displayName 256, givenName and sn 64,
 * title 128, department 64, mailNickname 64, streetAddress 1024, employeeID 16, company 64, l, st, co 128,
 * postalCode 40, userPrincipalName 113 of which 64 before the @, userCertificate and userSMIMECertificate 15 values)
 * that one; else what Active Directory's own schema allows, so that nothing a directory can hold is refused; texts
 * that neither limits have 2048.
 */
export const ATTRIBUTES: Readonly<Record<string, AttributeDefinition>> = {
  accountEnabled: boolean,
  accountName: text(256),
  altRecipient: reference,
  assistant: reference,
  authOrig: references,
  c: text(3),
  cn: text(256),
  co: text(128),
  company: text(64),
  countryCode: number,
  dLMemRejectPerms: references,
  dLMemSubmitPerms: references,
  department: text(64),
  description: text(1024),
  displayName: trimmed(text(256)),
  domainFQDN: text(255),
  domainNetBios: text(64),
  employeeID: text(16),
  facsimileTelephoneNumber: text(64),
  givenName: text(64),
  hideDLMembership: boolean,
  homePhone: text(64),
  info: text(1024),
  initials: text(6),
  ipPhone: text(64),
  l: text(128),
  legacyExchangeDN: text(1024),
  mail: trimmed(text(256)),
  mailEnabled: boolean,
  mailNickname: text(64),
  managedBy: reference,
  manager: reference,
  member: references,
  middleName: text(64),
  mobile: text(64),
  'msDS-HABSeniorityIndex': number,
  'msDS-PhoneticDisplayName': text(256),
  msExchArchiveGUID: binary(16),
  msExchArchiveName: texts(512),
  msExchAssistantName: text(256),
  msExchAuditAdmin: number,
  msExchAuditDelegate: number,
  msExchAuditDelegateAdmin: number,
  msExchAuditOwner: number,
  msExchBlockedSendersHash: binary(4000),
  msExchBypassAudit: boolean,
  msExchBypassModerationFromDLMembersLink: references,
  msExchBypassModerationLink: references,
  msExchCoManagedByLink: references,
  msExchDelegateListLink: references,
  msExchELCExpirySuspensionEnd: text(64),
  msExchELCExpirySuspensionStart: text(64),
  msExchELCMailboxFlags: number,
  msExchEnableModeration: boolean,
  msExchGroupDepartRestriction: number,
  msExchGroupJoinRestriction: number,
  msExchHideFromAddressLists: boolean,
  msExchImmutableId: text(256),
  msExchLitigationHoldDate: text(64),
  msExchLitigationHoldOwner: text(1024),
  msExchMailboxAuditEnable: boolean,
  msExchMailboxAuditLogAgeLimit: number,
  msExchMailboxGuid: binary(16),
  msExchModeratedByLink: references,
  msExchModerationFlags: number,
  msExchRecipientDisplayType: number,
  msExchRecipientTypeDetails: number,
  msExchRemoteRecipientType: number,
  msExchRequireAuthToSendTo: boolean,
  msExchResourceCapacity: number,
  msExchResourceDisplay: text(1024),
  msExchResourceMetaData: texts(1024),
  msExchResourceSearchProperties: texts(1024),
  msExchRetentionComment: text(2048),
  msExchRetentionURL: text(2048),
  msExchSafeRecipientsHash: binary(12_000),
  msExchSafeSendersHash: binary(32_768),
  msExchSenderHintTranslations: texts(2048),
  msExchTeamMailboxOwners: references,
  msExchTeamMailboxExpiration: text(64),
  msExchTeamMailboxSharePointLinkedBy: reference,
  msExchTeamMailboxSharePointUrl: text(2048),
  msExchUserHoldPolicies: texts(2048),
  'msOrg-IsOrganizational': boolean,
  'msRTCSIP-PrimaryUserAddress': text(2048),
  'msRTCSIP-OptionFlags': number,
  'msRTCSIP-UserEnabled': boolean,
  oOFReplyToOriginator: boolean,
  objectSid: binary(68),
  otherFacsimileTelephoneNumber: texts(64),
  otherHomePhone: texts(64),
  otherIpPhone: texts(512),
  otherMobile: texts(64),
  otherPager: texts(64),
  otherTelephone: texts(64),
  pager: text(64),
  physicalDeliveryOfficeName: text(128),
  postOfficeBox: text(448),
  postalCode: text(40),
  preferredLanguage: text(64),
  proxyAddresses: trimmed(texts(1123)),
  publicDelegates: references,
  pwdLastSet: text(64),
  reportToOriginator: boolean,
  reportToOwner: boolean,
  securityEnabled: boolean,
  sn: text(64),
  st: text(128),
  streetAddress: text(1024),
  targetAddress: trimmed(text(1123)),
  telephoneAssistant: text(64),
  telephoneNumber: text(64),
  thumbnailPhoto: binary(102_400),
  title: text(128),
  unauthOrig: references,
  url: text(2048),
  usageLocation: text(2),
  userCertificate: certificates,
  userPrincipalName: text(113),
  userSMIMECertificate: certificates,
  wWWHomePage: text(2048),
  ...numbered('extensionAttribute', 15, text(1024)),
  ...numbered('msExchExtensionCustomAttribute', 5, texts(2048)),
}

function numbered(prefix: string, count: number, definition: AttributeDefinition) {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${prefix}${index + 1}`, definition]),
  )
}

const BY_LOWER_CASE = new Map(Object.entries(ATTRIBUTES).map(([name, value]) => [name.toLowerCase(), value]))

/** What is known of an attribute, its name compared ignoring case; others are text of at most 2048. */
export function definitionOf(attribute: string): AttributeDefinition {
  return ATTRIBUTES[attribute] ?? BY_LOWER_CASE.get(attribute.toLowerCase()) ?? OTHER_TEXT
}

/** Whether at most one object can be referred to; setting another replaces it. */
export function isSingleReference(attribute: string): boolean {
  const definition = definitionOf(attribute)
  return definition.syntax === 'reference' && !definition.multi
}
