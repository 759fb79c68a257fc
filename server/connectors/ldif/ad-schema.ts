import type { AttributeSyntax } from '../connector.ts'

export type AdAttribute = { readonly name: string; readonly syntax: AttributeSyntax; readonly multi: boolean }

// An LDIF file carries no schema, so the types of Active Directory [MS-ADA1..3] and of its Exchange and Skype for
// Business extensions are kept here: every attribute the default rules or the cloud's attribute sets name, and more
// that exports usually hold.
const NAMES: Readonly<Record<AttributeSyntax, { readonly single: string; readonly multi: string }>> = {
  string: {
    single: `
      adminDescription adminDisplayName c cn co comment company department displayName displayNamePrintable division
      employeeID employeeNumber employeeType extensionAttribute1 extensionAttribute2 extensionAttribute3
      extensionAttribute4 extensionAttribute5 extensionAttribute6 extensionAttribute7 extensionAttribute8
      extensionAttribute9 extensionAttribute10 extensionAttribute11 extensionAttribute12 extensionAttribute13
      extensionAttribute14 extensionAttribute15 facsimileTelephoneNumber gecos generationQualifier givenName
      homeDirectory homeDrive homePhone homePostalAddress info initials ipPhone l legacyExchangeDN loginShell mail
      mailNickname middleName mobile msDS-cloudExtensionAttribute1 msDS-DeviceOSType msDS-DeviceOSVersion
      msDS-ExternalDirectoryObjectId msDS-PhoneticCompanyName msDS-PhoneticDepartment msDS-PhoneticDisplayName
      msDS-PhoneticFirstName msDS-PhoneticLastName msDS-preferredDataLocation msExchAssistantName
      msExchELCExpirySuspensionEnd msExchELCExpirySuspensionStart msExchImmutableId msExchLitigationHoldDate
      msExchLitigationHoldOwner msExchResourceDisplay msExchRetentionComment msExchRetentionURL
      msExchTeamMailboxExpiration msExchTeamMailboxSharePointUrl msExchUsageLocation msExchWhenMailboxCreated
      msRTCSIP-DeploymentLocator msRTCSIP-Line msRTCSIP-OwnerUrn msRTCSIP-PrimaryUserAddress name notes
      operatingSystem operatingSystemVersion pager personalTitle physicalDeliveryOfficeName postalCode
      preferredLanguage primaryInternationalISDNNumber primaryTelexNumber profilePath sAMAccountName scriptPath sn st
      street streetAddress targetAddress telephoneAssistant telephoneNumber textEncodedORAddress title
      unixHomeDirectory userPrincipalName userWorkstations wWWHomePage whenCreated`,
    multi: `
      altSecurityIdentities carLicense departmentNumber description extensionName internationalISDNNumber labeledURI
      msDS-AllowedToDelegateTo msDS-DevicePhysicalIDs msDS-KeyCredentialLink msExchArchiveName
      msExchExtensionCustomAttribute1 msExchExtensionCustomAttribute2 msExchExtensionCustomAttribute3
      msExchExtensionCustomAttribute4 msExchExtensionCustomAttribute5 msExchPoliciesExcluded msExchPoliciesIncluded
      msExchResourceMetaData msExchResourceSearchProperties msExchSenderHintTranslations msExchUCVoiceMailSettings
      msExchUserHoldPolicies o objectClass otherFacsimileTelephoneNumber otherHomePhone otherIpPhone otherMailbox
      otherMobile otherPager otherTelephone ou postalAddress postOfficeBox proxyAddresses roomNumber
      servicePrincipalName uid url`,
  },
  number: {
    single: `
      accountExpires adminCount codePage countryCode gidNumber groupType instanceType lastLogon lastLogonTimestamp
      lockoutTime msDS-DeviceObjectVersion msDS-HABSeniorityIndex msDS-SupportedEncryptionTypes msExchArchiveStatus
      msExchAuditAdmin msExchAuditDelegate msExchAuditDelegateAdmin msExchAuditOwner msExchELCMailboxFlags
      msExchGroupDepartRestriction msExchGroupJoinRestriction msExchMailboxAuditLogAgeLimit msExchModerationFlags
      msExchRecipientDisplayType msExchRecipientTypeDetails msExchRemoteRecipientType msExchResourceCapacity
      msExchVersion msRTCSIP-ApplicationOptions msRTCSIP-OptionFlags primaryGroupID pwdLastSet sAMAccountType
      uidNumber userAccountControl`,
    multi: '',
  },
  boolean: {
    single: `
      hideDLMembership isCriticalSystemObject isDeleted msDS-IsCompliant msDS-IsEnabled msDS-IsManaged
      msExchBypassAudit msExchEnableModeration msExchHideFromAddressLists msExchMailboxAuditEnable
      msExchRequireAuthToSendTo msOrg-IsOrganizational msRTCSIP-UserEnabled oOFReplyToOriginator reportToOriginator
      reportToOwner showInAdvancedViewOnly`,
    multi: '',
  },
  binary: {
    single: `
      mS-DS-ConsistencyGuid mS-DS-CreatorSID msDS-CloudAnchor msDS-DeviceID msDS-RegisteredOwner msExchArchiveGUID
      msExchBlockedSendersHash msExchMailboxGuid msExchMasterAccountSid msExchSafeRecipientsHash
      msExchSafeSendersHash msRTCSIP-OriginatorSid objectGUID objectSid thumbnailLogo thumbnailPhoto`,
    multi: 'audio jpegPhoto photo sIDHistory telexNumber userCertificate userSMIMECertificate',
  },
  reference: {
    single: `
      altRecipient assistant managedBy manager msExchTeamMailboxSharePointLinkedBy owner`,
    multi: `
      authOrig dLMemRejectPerms dLMemSubmitPerms member msExchBypassModerationFromDLMembersBL
      msExchBypassModerationFromDLMembersLink msExchBypassModerationLink msExchCoManagedByLink
      msExchDelegateListLink msExchModeratedByLink msExchTeamMailboxOwners publicDelegates secretary seeAlso
      unauthOrig`,
  },
}

/** Binary attributes that hold a GUID or a SID; exports of some tools spell them as text. */
export const GUID_ATTRIBUTES: ReadonlySet<string> = new Set([
  'objectguid',
  'ms-ds-consistencyguid',
  'msexchmailboxguid',
  'msexcharchiveguid',
])
export const SID_ATTRIBUTES: ReadonlySet<string> = new Set([
  'objectsid',
  'ms-ds-creatorsid',
  'msexchmasteraccountsid',
  'msrtcsip-originatorsid',
  'sidhistory',
])

/** Lower-case name → type. */
export const AD_SCHEMA: ReadonlyMap<string, AdAttribute> = buildSchema()

/** Never imported, whoever asks: secrets of accounts. Lower-case. */
export const SECRET_ATTRIBUTES: ReadonlySet<string> = lowerCaseSet(`
  dBCSPwd lmPwdHistory ms-Mcs-AdmPwd msDS-ManagedPassword msDS-ManagedPasswordPreviousId msFVE-RecoveryPassword
  msLAPS-EncryptedPassword msLAPS-EncryptedPasswordHistory msLAPS-Password ntPwdHistory supplementalCredentials
  trustAuthIncoming trustAuthOutgoing unicodePwd unixUserPassword userPassword`)

/** Not imported unless asked for by name: computed, per domain controller, or kept elsewhere. Lower-case. */
export const UNWANTED_ATTRIBUTES: ReadonlySet<string> = lowerCaseSet(`
  badPasswordTime badPwdCount createTimeStamp directReports distinguishedName dSCorePropagationData entryUUID
  instanceType lastLogoff lastLogon lastLogonTimestamp lastKnownParent logonCount managedObjects memberOf
  modifyTimeStamp msDS-RevealedUsers nTSecurityDescriptor objectCategory parentGUID
  replPropertyMetaData replUpToDateVector showInAddressBook structuralObjectClass subRefs subSchemaSubEntry
  uSNChanged uSNCreated uSNDSALastObjRemoved uSNSource whenChanged`)

function buildSchema(): ReadonlyMap<string, AdAttribute> {
  const schema = new Map<string, AdAttribute>()
  const add = (syntax: AttributeSyntax, list: string, multi: boolean) => {
    for (const name of words(list)) schema.set(name.toLowerCase(), { name, syntax, multi })
  }
  for (const syntax of ['string', 'number', 'boolean', 'binary', 'reference'] as const) {
    add(syntax, NAMES[syntax].single, false)
    add(syntax, NAMES[syntax].multi, true)
  }
  return schema
}

function lowerCaseSet(list: string): ReadonlySet<string> {
  return new Set(words(list).map((name) => name.toLowerCase()))
}

function words(list: string): string[] {
  return list.split(/\s+/).filter((word) => word !== '')
}
