import type { Flow } from '../model.ts'
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
  MAIL_ENABLED,
  numbered,
  PROXY_ADDRESSES,
  type RuleTemplate,
  SID_TEXT,
  trimmed,
} from './template.ts'

const GROUP_FILTERED = expression(
  'cloudFiltered',
  `IIF(IsPresent([isCriticalSystemObject]) || [sAMAccountName] = "MSOL_AD_Sync_RichCoexistence" || CBool(IIF(IsPresent([msExchRecipientTypeDetails]),BitAnd([msExchRecipientTypeDetails],&H40000000) > 0,NULL)) || ${CONFLICT_OBJECT}, True, NULL)`,
)

const CONTACT_FILTERED = expression(
  'cloudFiltered',
  `IIF(IsPresent([isCriticalSystemObject]) || ( (InStr([displayName], "(MSOL)") > 0) && (CBool([msExchHideFromAddressLists]))) || (Left([mailNickname], 4) = "CAS_" && (InStr([mailNickname], "}") > 0)) || ${CONFLICT_OBJECT}, True, NULL)`,
)

/** Groups and contacts always anchor on objectGUID, also where users anchor on mS-DS-ConsistencyGuid. */
const ANCHOR_TEXT = expression('sourceAnchor', 'ConvertToBase64([objectGUID])')

const GROUP_EXCHANGE: readonly Flow[] = [
  ...direct('authOrig', 'dLMemRejectPerms', 'dLMemSubmitPerms', 'hideDLMembership', 'legacyExchangeDN'),
  ...direct('mailNickname', 'msDS-PhoneticDisplayName', 'msExchBypassModerationFromDLMembersLink'),
  ...direct('msExchBypassModerationLink', 'msExchCoManagedByLink', 'msExchEnableModeration'),
  ...direct(...numbered('msExchExtensionCustomAttribute', 5)),
  ...direct('msExchGroupDepartRestriction', 'msExchGroupJoinRestriction', 'msExchHideFromAddressLists'),
  ...direct('msExchLitigationHoldDate', 'msExchLitigationHoldOwner', 'msExchModeratedByLink'),
  ...direct('msExchModerationFlags', 'msExchRecipientDisplayType', 'msExchRecipientTypeDetails'),
  ...direct('msExchRequireAuthToSendTo', 'msExchRetentionComment', 'msExchRetentionURL'),
  ...direct('msExchSenderHintTranslations', 'msOrg-IsOrganizational', 'oOFReplyToOriginator'),
  ...direct('publicDelegates', 'reportToOriginator', 'reportToOwner', 'unauthOrig'),
  ...trimmed(...numbered('extensionAttribute', 15)),
]

const GROUP_COMMON: readonly Flow[] = [
  ...direct('cn'),
  firstOf('description'),
  DISPLAY_NAME,
  INFO,
  ...trimmed('mail'),
  ...direct('managedBy', 'member'),
  expression('memberCount', 'ValueCount("member")'),
  ...direct('msDS-HABSeniorityIndex', 'objectSid'),
  SID_TEXT,
  PROXY_ADDRESSES,
  expression('securityEnabled', 'CBool(BitAnd([groupType],-2147483648))'),
  ANCHOR_TEXT,
  directFrom('sourceAnchorBinary', 'objectGUID'),
]

const CONTACT_COMMON: readonly Flow[] = [
  constant('sourceObjectType', 'Contact'),
  ...direct('assistant', 'cn', 'countryCode', 'dLMemSubmitPerms', 'dLMemRejectPerms', 'authOrig'),
  ...direct('unauthOrig', 'targetAddress', 'thumbnailPhoto', 'userCertificate', 'userSMIMECertificate'),
  firstOf('description'),
  DISPLAY_NAME,
  firstOf('url'),
  ...trimmed('c', 'co', 'company', 'department', ...numbered('extensionAttribute', 15)),
  ...trimmed('telephoneAssistant', 'telephoneNumber', 'title', 'st', 'streetAddress', 'wWWHomePage'),
  ...direct('givenName', 'sn', 'mail', 'proxyAddresses', 'l', 'manager', 'mailNickname'),
  ANCHOR_TEXT,
]

const IN_SCOPE = [
  clause('isCriticalSystemObject', 'NOTEQUAL', 'True'),
  clause('adminDescription', 'NOTSTARTSWITH', 'Group_'),
]

const GROUP = {
  direction: 'Inbound',
  connectedObjectType: 'group',
  metaverseObjectType: 'group',
  linkType: 'Join',
  scopeGroups: [IN_SCOPE],
  joinGroups: [],
  enablePasswordSync: false,
} as const

const CONTACT = {
  ...GROUP,
  connectedObjectType: 'contact',
  metaverseObjectType: 'person',
  scopeGroups: [],
} as const

/** The blocks of group, contact and foreignSecurityPrincipal rules in order of precedence. */
export const GROUP_AND_CONTACT_RULES: readonly RuleTemplate[] = [
  {
    ...GROUP,
    name: 'In from AD - Group Join',
    linkType: 'Provision',
    joinGroups: [[joinOn('objectGUID', 'sourceAnchorBinary')]],
    flows: [GROUP_FILTERED, MAIL_ENABLED],
  },
  { ...GROUP, name: 'In from AD - Group Exchange', requires: 'mailNickname', flows: GROUP_EXCHANGE },
  { ...GROUP, name: 'In from AD - Group Common', flows: GROUP_COMMON },
  {
    ...CONTACT,
    name: 'In from AD - Contact Join',
    linkType: 'Provision',
    joinGroups: [[joinOn('mail', 'mail')]],
    flows: [CONTACT_FILTERED, MAIL_ENABLED],
  },
  { ...CONTACT, name: 'In from AD - Contact Common', flows: CONTACT_COMMON },
  {
    ...CONTACT,
    name: 'In from AD - Contact Lync',
    requires: 'msRTCSIP-PrimaryUserAddress',
    flows: direct('msRTCSIP-PrimaryUserAddress', 'msRTCSIP-UserEnabled'),
  },
  // No flows: the join lets member references to the principal resolve to the real object.
  {
    ...CONTACT,
    name: 'In from AD - ForeignSecurityPrincipal Join User',
    connectedObjectType: 'foreignSecurityPrincipal',
    metaverseObjectType: '*',
    joinGroups: [[joinOn('cn', 'objectSidString')]],
    flows: [],
  },
]
