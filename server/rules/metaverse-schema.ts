import type { AttributeSyntax } from '../connectors/connector.ts'

export type AttributeShape = { readonly syntax: AttributeSyntax; readonly multi: boolean }

/** Metaverse attribute name → syntax. One schema for all metaverse object types. */
export type MetaverseSchema = Readonly<Record<string, AttributeShape>>

const NAMES: Readonly<Record<AttributeSyntax, { readonly single: string; readonly multi: string }>> = {
  string: {
    single: `
      accountName c cloudAnchor cloudSourceAnchor cn co company contributingConnectorExchange
      contributingConnectorUser department description displayName domainFQDN domainNetBios employeeID
      extensionAttribute1 extensionAttribute2 extensionAttribute3 extensionAttribute4 extensionAttribute5
      extensionAttribute6 extensionAttribute7 extensionAttribute8 extensionAttribute9 extensionAttribute10
      extensionAttribute11 extensionAttribute12 extensionAttribute13 extensionAttribute14 extensionAttribute15
      facsimileTelephoneNumber forestFQDN forestNetBios givenName homePhone info initials ipPhone l
      legacyExchangeDN mail mailNickname middleName mobile msDS-PhoneticDisplayName msExchAssistantName
      msExchELCExpirySuspensionEnd msExchELCExpirySuspensionStart msExchImmutableId msExchLitigationHoldDate
      msExchLitigationHoldOwner msExchResourceDisplay msExchRetentionComment msExchRetentionURL
      msExchTeamMailboxExpiration msExchTeamMailboxSharePointUrl msRTCSIP-PrimaryUserAddress objectSidString
      pager physicalDeliveryOfficeName postOfficeBox postalCode preferredLanguage pwdLastSet sn sourceAnchor
      sourceObjectType st streetAddress targetAddress telephoneAssistant telephoneNumber title url usageLocation
      userPrincipalName wWWHomePage`,
    multi: `
      msExchArchiveName msExchExtensionCustomAttribute1 msExchExtensionCustomAttribute2
      msExchExtensionCustomAttribute3 msExchExtensionCustomAttribute4 msExchExtensionCustomAttribute5
      msExchResourceMetaData msExchResourceSearchProperties msExchSenderHintTranslations msExchUserHoldPolicies
      otherFacsimileTelephoneNumber otherHomePhone otherIpPhone otherMobile otherPager otherTelephone
      proxyAddresses`,
  },
  number: {
    single: `
      countryCode memberCount msDS-HABSeniorityIndex msExchAuditAdmin msExchAuditDelegate msExchAuditDelegateAdmin
      msExchAuditOwner msExchELCMailboxFlags msExchGroupDepartRestriction msExchGroupJoinRestriction
      msExchMailboxAuditLogAgeLimit msExchModerationFlags msExchRecipientDisplayType msExchRecipientTypeDetails
      msExchRemoteRecipientType msExchResourceCapacity`,
    multi: '',
  },
  boolean: {
    single: `
      accountEnabled cloudFiltered cloudMastered hideDLMembership mailEnabled msExchBypassAudit
      msExchEnableModeration msExchHideFromAddressLists msExchMailboxAuditEnable msExchRequireAuthToSendTo
      msOrg-IsOrganizational msRTCSIP-UserEnabled oOFReplyToOriginator reportToOriginator reportToOwner
      securityEnabled`,
    multi: '',
  },
  binary: {
    single: `
      msExchArchiveGUID msExchBlockedSendersHash msExchMailboxGuid msExchMasterAccountSid msExchSafeRecipientsHash
      msExchSafeSendersHash msRTCSIP-OriginatorSid objectSid sourceAnchorBinary thumbnailPhoto`,
    multi: 'cloudUserCertificate cloudUserSMIMECertificate userCertificate userSMIMECertificate',
  },
  reference: {
    single: 'altRecipient assistant managedBy manager msExchTeamMailboxSharePointLinkedBy',
    multi: `
      authOrig dLMemRejectPerms dLMemSubmitPerms member msExchBypassModerationFromDLMembersLink
      msExchBypassModerationLink msExchCoManagedByLink msExchDelegateListLink msExchModeratedByLink
      msExchTeamMailboxOwners publicDelegates unauthOrig`,
  },
}

/** The shipped metaverse schema: every target of the shipped rules, typed as Active Directory and Exchange type it. */
export const METAVERSE_SCHEMA: MetaverseSchema = buildSchema()

function buildSchema(): MetaverseSchema {
  const schema: Record<string, AttributeShape> = {}
  for (const syntax of ['string', 'number', 'boolean', 'binary', 'reference'] as const) {
    for (const name of words(NAMES[syntax].single)) schema[name] = { syntax, multi: false }
    for (const name of words(NAMES[syntax].multi)) schema[name] = { syntax, multi: true }
  }
  return schema
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}
