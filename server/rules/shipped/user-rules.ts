import type { Flow, JoinClause, ScopeClause } from '../model.ts'
import {
  CONFLICT_OBJECT,
  clause,
  constant,
  DISPLAY_NAME,
  direct,
  directFrom,
  expression,
  firstOf,
  INFO,
  joinOn,
  numbered,
  PROXY_ADDRESSES,
  type RuleTemplate,
  SID_TEXT,
  trimmed,
} from './template.ts'

/** How accounts of several forests that are one person are found: by anchor only, or by anchor, then by mail. */
export type UserJoin = 'anchor' | 'mail'

const CLOUD_FILTERED = expression(
  'cloudFiltered',
  `IIF(IsPresent([isCriticalSystemObject]) || IsPresent([sAMAccountName]) = False || [sAMAccountName] = "SUPPORT_388945a0" || Left([mailNickname], 14) = "SystemMailbox{" || Left([sAMAccountName], 4) = "AAD_" || (Left([mailNickname], 4) = "CAS_" && (InStr([mailNickname], "}") > 0)) || (Left([sAMAccountName], 4) = "CAS_" && (InStr([sAMAccountName], "}") > 0)) || Left([sAMAccountName], 5) = "MSOL_" || CBool(IIF(IsPresent([msExchRecipientTypeDetails]),BitAnd([msExchRecipientTypeDetails],&H21C07000) > 0,NULL)) || ${CONFLICT_OBJECT}, True, NULL)`,
)

const ANCHOR = 'IIF(IsPresent([mS-DS-ConsistencyGuid]),[mS-DS-ConsistencyGuid],[objectGUID])'
const ANCHOR_TEXT =
  'IIF(IsPresent([mS-DS-ConsistencyGuid]),IIF(IsString([mS-DS-ConsistencyGuid]),CStr([mS-DS-ConsistencyGuid]),ConvertToBase64([mS-DS-ConsistencyGuid])),IIF(IsString([objectGUID]),CStr([objectGUID]),ConvertToBase64([objectGUID])))'

/** A linked mailbox (msExchRecipientTypeDetails = 2) is never the account: it gives no value. */
function unlessLinkedMailbox(value: string): string {
  return `IIF(IsPresent([msExchRecipientTypeDetails]),IIF([msExchRecipientTypeDetails]=2,NULL,${value}),${value})`
}

// The order within the rule is the order in which problems of one object are reported.
const SIGN_IN: readonly Flow[] = [
  expression('domainFQDN', '%Domain.FQDN%'),
  expression('domainNetBios', '%Domain.Netbios%'),
  expression('forestFQDN', '%Forest.FQDN%'),
  expression('forestNetBios', '%Forest.Netbios%'),
  ...direct('objectSid'),
  SID_TEXT,
  expression(
    'pwdLastSet',
    'IIF(IsPresent([pwdLastSet]),CStr(FormatDateTime(DateFromNum([pwdLastSet]),"yyyyMMddHHmmss.0Z")),NULL)',
  ),
  expression('sourceAnchorBinary', unlessLinkedMailbox(ANCHOR)),
  expression('sourceAnchor', unlessLinkedMailbox(ANCHOR_TEXT)),
  expression(
    'userPrincipalName',
    'IIF(IsPresent([userPrincipalName]),[userPrincipalName], IIF(IsPresent([sAMAccountName]),([sAMAccountName]&"@"&%Domain.FQDN%),Error("AccountName is not present")))',
  ),
]

const ACCOUNT_ENABLED: readonly Flow[] = [
  constant('accountEnabled', 'True'),
  ...direct('cn'),
  expression('contributingConnectorUser', '%Connector.ID%'),
  ...SIGN_IN,
]

/** Attributes of the global address list. */
const ADDRESS_LIST: readonly Flow[] = [
  expression('accountEnabled', 'IIF(BitAnd([userAccountControl],2)=0,True,False)'),
  directFrom('accountName', 'sAMAccountName'),
  ...direct('assistant'),
  ...trimmed('c', 'co', 'company', 'department', ...numbered('extensionAttribute', 15)),
  ...trimmed('facsimileTelephoneNumber', 'givenName', 'homePhone', 'initials', 'ipPhone', 'l', 'mail'),
  ...trimmed('middleName', 'mobile', 'otherFacsimileTelephoneNumber', 'otherHomePhone', 'otherMobile'),
  ...trimmed('otherIpPhone', 'otherPager', 'otherTelephone', 'pager', 'physicalDeliveryOfficeName'),
  ...trimmed('postalCode', 'preferredLanguage', 'sn', 'st', 'streetAddress', 'telephoneNumber', 'title'),
  ...trimmed('wWWHomePage'),
  ...direct('cn', 'countryCode'),
  firstOf('description'),
  DISPLAY_NAME,
  ...direct('employeeID'),
  INFO,
  ...direct('manager'),
  firstOf('postOfficeBox'),
  PROXY_ADDRESSES,
  expression(
    'sourceObjectType',
    'IIF(IsPresent([msExchRecipientTypeDetails]), IIF([msExchRecipientTypeDetails]=2, NULL, "User"), "User")',
  ),
  ...direct('thumbnailPhoto'),
  firstOf('url'),
]

const EXCHANGE: readonly Flow[] = [
  ...direct('altRecipient', 'authOrig', 'dLMemRejectPerms', 'dLMemSubmitPerms', 'legacyExchangeDN'),
  ...direct('mailNickname', 'msDS-HABSeniorityIndex', 'msDS-PhoneticDisplayName', 'msExchArchiveGUID'),
  ...direct('msExchArchiveName', 'msExchAssistantName', 'msExchAuditAdmin', 'msExchAuditDelegate'),
  ...direct('msExchAuditDelegateAdmin', 'msExchAuditOwner', 'msExchBlockedSendersHash', 'msExchBypassAudit'),
  ...direct('msExchBypassModerationLink', 'msExchDelegateListLink', 'msExchELCExpirySuspensionEnd'),
  ...direct('msExchELCExpirySuspensionStart', 'msExchELCMailboxFlags', 'msExchEnableModeration'),
  ...direct(...numbered('msExchExtensionCustomAttribute', 5)),
  ...direct('msExchHideFromAddressLists', 'msExchImmutableId', 'msExchLitigationHoldDate'),
  ...direct('msExchLitigationHoldOwner', 'msExchMailboxAuditEnable', 'msExchMailboxAuditLogAgeLimit'),
  ...direct('msExchMailboxGuid', 'msExchMasterAccountSid', 'msExchModeratedByLink', 'msExchModerationFlags'),
  ...direct('msExchRecipientDisplayType', 'msExchRecipientTypeDetails', 'msExchRemoteRecipientType'),
  ...direct('msExchRequireAuthToSendTo', 'msExchResourceCapacity', 'msExchResourceDisplay'),
  ...direct('msExchResourceMetaData', 'msExchResourceSearchProperties', 'msExchRetentionComment'),
  ...direct('msExchRetentionURL', 'msExchSafeRecipientsHash', 'msExchSafeSendersHash'),
  ...direct('msExchSenderHintTranslations', 'msExchTeamMailboxExpiration', 'msExchTeamMailboxOwners'),
  ...direct(
    'msExchTeamMailboxSharePointLinkedBy',
    'msExchTeamMailboxSharePointUrl',
    'msExchUserHoldPolicies',
  ),
  ...direct('publicDelegates', 'targetAddress', 'userCertificate', 'userSMIMECertificate', 'unauthOrig'),
  directFrom('msExchBypassModerationFromDLMembersLink', 'msExchBypassModerationFromDLMembersBL'),
  expression('contributingConnectorExchange', '%Connector.ID%'),
  directFrom('usageLocation', 'msExchUsageLocation'),
  ...trimmed(...numbered('extensionAttribute', 15), 'telephoneAssistant'),
]

const LYNC: readonly Flow[] = direct(
  'msRTCSIP-OriginatorSid',
  'msRTCSIP-PrimaryUserAddress',
  'msRTCSIP-UserEnabled',
)

const BY_ANCHOR: readonly (readonly JoinClause[])[] = [
  [joinOn('mS-DS-ConsistencyGuid', 'sourceAnchorBinary')],
  [joinOn('objectGUID', 'sourceAnchorBinary')],
]

const NOT_CRITICAL = clause('isCriticalSystemObject', 'NOTEQUAL', 'True')
const HAS_MAILBOX = clause('mailNickname', 'ISNOTNULL')
/** Written back from the cloud: must not come back in. */
const NOT_WRITTEN_BACK = clause('adminDescription', 'NOTSTARTSWITH', 'User_')

/** The blocks of user and inetOrgPerson rules in order of precedence; inetOrgPerson flows lack what that class lacks. */
export function userRules(userJoin: UserJoin): readonly RuleTemplate[] {
  const joinGroups = userJoin === 'mail' ? [...BY_ANCHOR, [joinOn('mail', 'mail')]] : BY_ANCHOR
  const both = (
    name: string,
    part: Partial<RuleTemplate> & { readonly flows: readonly Flow[] },
    scope: { readonly user: readonly ScopeClause[]; readonly inetOrgPerson: readonly ScopeClause[] },
    onlyUser?: string,
  ): RuleTemplate[] => [
    { ...account('user', `User ${name}`, scope.user), ...part },
    {
      ...account('inetOrgPerson', `InetOrgPerson ${name}`, scope.inetOrgPerson),
      ...part,
      enablePasswordSync: false,
      flows: part.flows.filter((flow) => flow.target !== onlyUser),
    },
  ]
  const enabled = [clause('userAccountControl', 'ISNOTBITSET', '2')]
  return [
    ...both(
      'Join',
      {
        linkType: 'Provision',
        joinGroups,
        flows: [CLOUD_FILTERED, expression('sourceAnchorBinary', ANCHOR)],
      },
      { user: [NOT_CRITICAL, NOT_WRITTEN_BACK], inetOrgPerson: [NOT_CRITICAL] },
    ),
    ...both(
      'AccountEnabled',
      { enablePasswordSync: true, flows: ACCOUNT_ENABLED },
      { user: enabled, inetOrgPerson: enabled },
    ),
    ...both(
      'Common from Exchange',
      { requires: 'mailNickname', flows: ADDRESS_LIST },
      { user: [HAS_MAILBOX, NOT_WRITTEN_BACK], inetOrgPerson: [HAS_MAILBOX] },
      'employeeID',
    ),
    ...both(
      'Common',
      { flows: [...ADDRESS_LIST, ...SIGN_IN] },
      { user: [NOT_WRITTEN_BACK], inetOrgPerson: [] },
      'employeeID',
    ),
    ...both(
      'Exchange',
      { requires: 'mailNickname', flows: EXCHANGE },
      { user: [HAS_MAILBOX], inetOrgPerson: [HAS_MAILBOX] },
      'altRecipient',
    ),
    ...both(
      'Lync',
      { requires: 'msRTCSIP-PrimaryUserAddress', flows: LYNC },
      { user: [], inetOrgPerson: [] },
      'msRTCSIP-OriginatorSid',
    ),
  ]
}

function account(type: string, name: string, scope: readonly ScopeClause[]): RuleTemplate {
  return {
    name: `In from AD - ${name}`,
    direction: 'Inbound',
    connectedObjectType: type,
    metaverseObjectType: 'person',
    linkType: 'Join',
    scopeGroups: scope.length > 0 ? [scope] : [],
    joinGroups: [],
    flows: [],
    enablePasswordSync: false,
  }
}
