/** Cloud object types that have workload rules. */
export type CloudObjectType = 'user' | 'contact' | 'group'

/** Workloads in the order in which their outbound rules stand. */
export const WORKLOADS = [
  'ExchangeOnline',
  'DynamicsCRM',
  'Lync',
  'SharePointOnline',
  'AzureRMS',
  'Intune',
  '3rd party applications',
  'OfficeProPlus',
  'Windows 10',
] as const
export type Workload = (typeof WORKLOADS)[number]

type AttributeSets = Readonly<Record<Workload, readonly string[]>>

function names(text: string): readonly string[] {
  return text.split(/\s+/).filter((name) => name !== '')
}

/**
 * Attributes that each workload consumes, per cloud object type. Spelling differs between the published tables: names
 * compare ignoring case.
 */
export const CLOUD_ATTRIBUTES: Readonly<Record<CloudObjectType, AttributeSets>> = {
  user: {
    ExchangeOnline: names(`
      accountEnabled altRecipient authOrig c cn co company countryCode department displayName
      dLMemRejectPerms dLMemSubmitPerms extensionAttribute1 extensionAttribute2 extensionAttribute3
      extensionAttribute4 extensionAttribute5 extensionAttribute6 extensionAttribute7
      extensionAttribute8 extensionAttribute9 extensionAttribute10 extensionAttribute11
      extensionAttribute12 extensionAttribute13 extensionAttribute14 extensionAttribute15
      facsimiletelephonenumber givenName homePhone info Initials l legacyExchangeDN mailNickname manager
      mobile msDS-HABSeniorityIndex msDS-PhoneticDisplayName msExchArchiveGUID msExchArchiveName
      msExchAssistantName msExchAuditAdmin msExchAuditDelegate msExchAuditDelegateAdmin msExchAuditOwner
      msExchBlockedSendersHash msExchBypassAudit msExchDelegateListLink msExchELCExpirySuspensionEnd
      msExchELCExpirySuspensionStart msExchELCMailboxFlags msExchEnableModeration
      msExchExtensionCustomAttribute1 msExchExtensionCustomAttribute2 msExchExtensionCustomAttribute3
      msExchExtensionCustomAttribute4 msExchExtensionCustomAttribute5 msExchHideFromAddressLists
      msExchImmutableID msExchLitigationHoldDate msExchLitigationHoldOwner msExchMailboxAuditEnable
      msExchMailboxAuditLogAgeLimit msExchMailboxGuid msExchModeratedByLink msExchModerationFlags
      msExchRecipientDisplayType msExchRecipientTypeDetails msExchRemoteRecipientType
      msExchRequireAuthToSendTo msExchResourceCapacity msExchResourceDisplay msExchResourceMetaData
      msExchResourceSearchProperties msExchRetentionComment msExchRetentionURL msExchSafeRecipientsHash
      msExchSafeSendersHash msExchSenderHintTranslations msExchTeamMailboxExpiration
      msExchTeamMailboxOwners msExchTeamMailboxSharePointUrl msExchUserHoldPolicies objectSID
      otherFacsimileTelephone otherHomePhone otherTelephone pager physicalDeliveryOfficeName postalCode
      proxyAddresses publicDelegates pwdLastSet sn sourceAnchor st streetAddress targetAddress
      telephoneAssistant telephoneNumber thumbnailphoto title unauthOrig usageLocation userCertificate
      userPrincipalName userSMIMECertificates wWWHomePage`),
    DynamicsCRM: names(`
      accountEnabled c cn co company countryCode description displayName facsimiletelephonenumber
      givenName l manager mobile objectSID physicalDeliveryOfficeName postalCode preferredLanguage
      pwdLastSet sn sourceAnchor st streetAddress telephoneNumber title usageLocation userPrincipalName`),
    Lync: names(`
      accountEnabled c cn co company department description displayName facsimiletelephonenumber
      givenName homephone ipPhone l mail mailNickname manager mobile msExchHideFromAddressLists
      msRTCSIP-ApplicationOptions msRTCSIP-DeploymentLocator msRTCSIP-Line msRTCSIP-OptionFlags
      msRTCSIP-OwnerUrn msRTCSIP-PrimaryUserAddress msRTCSIP-UserEnabled objectSID otherTelephone
      physicalDeliveryOfficeName postalCode preferredLanguage proxyAddresses pwdLastSet sn sourceAnchor
      st streetAddress telephoneNumber thumbnailphoto title usageLocation userPrincipalName wWWHomePage`),
    SharePointOnline: names(`
      accountEnabled authOrig c cn co company countryCode department description displayName
      dLMemRejectPerms dLMemSubmitPerms extensionAttribute1 extensionAttribute2 extensionAttribute3
      extensionAttribute4 extensionAttribute5 extensionAttribute6 extensionAttribute7
      extensionAttribute8 extensionAttribute9 extensionAttribute10 extensionAttribute11
      extensionAttribute12 extensionAttribute13 extensionAttribute14 extensionAttribute15
      facsimiletelephonenumber givenName homephone info initials ipPhone l mail mailnickname manager
      middleName mobile msExchTeamMailboxExpiration msExchTeamMailboxOwners
      msExchTeamMailboxSharePointLinkedBy msExchTeamMailboxSharePointUrl objectSID
      otherFacsimileTelephone otherHomePhone otherIpPhone otherMobile otherPager otherTelephone pager
      physicalDeliveryOfficeName postalCode postOfficeBox preferredLanguage proxyAddresses pwdLastSet sn
      sourceAnchor st streetAddress targetAddress telephoneAssistant telephoneNumber thumbnailphoto
      title unauthOrig url usageLocation userPrincipalName wWWHomePage`),
    AzureRMS: names(`
      accountEnabled cn displayName mail objectSID proxyAddresses pwdLastSet sourceAnchor usageLocation
      userPrincipalName`),
    Intune: names(`
      accountEnabled c cn description displayName mail mailnickname objectSID proxyAddresses pwdLastSet
      sourceAnchor usageLocation userPrincipalName`),
    '3rd party applications': names(`
      accountEnabled cn displayName employeeID givenName mail mailNickName objectSID proxyAddresses
      pwdLastSet sn sourceAnchor usageLocation userPrincipalName`),
    // The table says samAccountName; its metaverse name is accountName.
    OfficeProPlus: names(`
      accountEnabled cn displayName objectSID pwdLastSet accountName sourceAnchor usageLocation
      userPrincipalName`),
    'Windows 10': names('domainFQDN domainNetBios msDS-KeyCredentialLink'),
  },
  contact: {
    ExchangeOnline: names(`
      authOrig c co company countryCode department displayName dLMemRejectPerms dLMemSubmitPerms
      extensionAttribute1 extensionAttribute2 extensionAttribute3 extensionAttribute4
      extensionAttribute5 extensionAttribute6 extensionAttribute7 extensionAttribute8
      extensionAttribute9 extensionAttribute10 extensionAttribute11 extensionAttribute12
      extensionAttribute13 extensionAttribute14 extensionAttribute15 facsimiletelephonenumber givenName
      homePhone info Initials l legacyExchangeDN mailNickname manager mobile msDS-HABSeniorityIndex
      msDS-PhoneticDisplayName msExchAssistantName msExchBlockedSendersHash
      msExchExtensionCustomAttribute1 msExchExtensionCustomAttribute2 msExchExtensionCustomAttribute3
      msExchExtensionCustomAttribute4 msExchExtensionCustomAttribute5 msExchHideFromAddressLists
      msExchLitigationHoldDate msExchLitigationHoldOwner msExchModeratedByLink msExchModerationFlags
      msExchRecipientDisplayType msExchRecipientTypeDetails msExchRequireAuthToSendTo
      msExchRetentionComment msExchRetentionURL msExchSafeRecipientsHash msExchSafeSendersHash
      msExchSenderHintTranslations otherFacsimileTelephone otherHomePhone otherTelephone pager
      physicalDeliveryOfficeName postalCode proxyAddresses publicDelegates sn sourceAnchor st
      streetAddress targetAddress telephoneAssistant telephoneNumber thumbnailphoto title unauthOrig
      userCertificate userSMIMECertificates wWWHomePage`),
    DynamicsCRM: names(`
      c co company countryCode description displayName facsimiletelephonenumber givenName l manager
      mobile physicalDeliveryOfficeName postalCode sn sourceAnchor st streetAddress telephoneNumber
      title`),
    Lync: names(`
      c co company department description displayName facsimiletelephonenumber givenName homephone
      ipPhone l mail mailNickname manager mobile msExchHideFromAddressLists msRTCSIP-DeploymentLocator
      msRTCSIP-Line msRTCSIP-OptionFlags msRTCSIP-PrimaryUserAddress msRTCSIP-UserEnabled otherTelephone
      physicalDeliveryOfficeName postalCode proxyAddresses sn sourceAnchor st streetAddress
      telephoneNumber thumbnailphoto title wWWHomePage`),
    SharePointOnline: names(`
      authOrig c co company countryCode department description displayName dLMemRejectPerms
      dLMemSubmitPerms extensionAttribute1 extensionAttribute2 extensionAttribute3 extensionAttribute4
      extensionAttribute5 extensionAttribute6 extensionAttribute7 extensionAttribute8
      extensionAttribute9 extensionAttribute10 extensionAttribute11 extensionAttribute12
      extensionAttribute13 extensionAttribute14 extensionAttribute15 facsimiletelephonenumber givenName
      homephone info initials ipPhone l mail mailnickname manager middleName mobile
      otherFacsimileTelephone otherHomePhone otherIpPhone otherMobile otherPager otherTelephone pager
      physicalDeliveryOfficeName postalCode postOfficeBox proxyAddresses sn sourceAnchor st
      streetAddress targetAddress telephoneAssistant telephoneNumber thumbnailphoto title unauthOrig url
      wWWHomePage`),
    AzureRMS: names('displayName mail proxyAddresses sourceAnchor'),
    Intune: names('c description displayName mail mailnickname proxyAddresses sourceAnchor'),
    '3rd party applications': names('displayName givenName mailNickName proxyAddresses sn sourceAnchor'),
    OfficeProPlus: [],
    'Windows 10': [],
  },
  group: {
    ExchangeOnline: names(`
      authOrig cn description displayName dLMemRejectPerms dLMemSubmitPerms extensionAttribute1
      extensionAttribute2 extensionAttribute3 extensionAttribute4 extensionAttribute5
      extensionAttribute6 extensionAttribute7 extensionAttribute8 extensionAttribute9
      extensionAttribute10 extensionAttribute11 extensionAttribute12 extensionAttribute13
      extensionAttribute14 extensionAttribute15 info legacyExchangeDN mailNickname managedBy member
      msDS-HABSeniorityIndex msDS-PhoneticDisplayName msExchBypassModerationLink msExchCoManagedByLink
      msExchEnableModeration msExchExtensionCustomAttribute1 msExchExtensionCustomAttribute2
      msExchExtensionCustomAttribute3 msExchExtensionCustomAttribute4 msExchExtensionCustomAttribute5
      msExchHideFromAddressLists msExchLitigationHoldDate msExchLitigationHoldOwner
      msExchModeratedByLink msExchModerationFlags msExchRecipientDisplayType msExchRecipientTypeDetails
      msExchRequireAuthToSendTo msExchRetentionComment msExchRetentionURL msExchSenderHintTranslations
      msOrg-IsOrganizational objectSID oOFReplyToOriginator proxyAddresses publicDelegates
      reportToOriginator reportToOwner securityEnabled sourceAnchor unauthOrig`),
    DynamicsCRM: names('cn description displayName managedBy member objectSID securityEnabled sourceAnchor'),
    Lync: names(`
      cn description displayName facsimiletelephonenumber mail mailNickname managedBy member
      msExchHideFromAddressLists objectSID proxyAddresses securityEnabled sourceAnchor`),
    SharePointOnline: names(`
      authOrig cn description displayName dLMemRejectPerms dLMemSubmitPerms extensionAttribute1
      extensionAttribute2 extensionAttribute3 extensionAttribute4 extensionAttribute5
      extensionAttribute6 extensionAttribute7 extensionAttribute8 extensionAttribute9
      extensionAttribute10 extensionAttribute11 extensionAttribute12 extensionAttribute13
      extensionAttribute14 extensionAttribute15 hideDLMembership info mail mailnickname managedBy member
      objectSID oOFReplyToOriginator proxyAddresses reportToOriginator reportToOwner securityEnabled
      sourceAnchor unauthOrig`),
    AzureRMS: names('cn displayName mail member objectSID proxyAddresses securityEnabled sourceAnchor'),
    Intune: names(`
      cn description displayName mail mailnickname member objectSID proxyAddresses securityEnabled
      sourceAnchor`),
    '3rd party applications': names(`
      cn displayName mail managedBy mailNickName member proxyAddresses securityEnabled sourceAnchor`),
    OfficeProPlus: [],
    'Windows 10': [],
  },
}
