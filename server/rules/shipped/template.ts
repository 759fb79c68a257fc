import type { Flow, JoinClause, MergeType, Rule, ScopeClause, ScopeOperator } from '../model.ts'

/** A shipped rule before it is given a connector and a precedence. */
export type RuleTemplate = Pick<
  Rule,
  | 'name'
  | 'direction'
  | 'connectedObjectType'
  | 'metaverseObjectType'
  | 'linkType'
  | 'scopeGroups'
  | 'joinGroups'
  | 'flows'
  | 'enablePasswordSync'
> & {
  /** Only for forests whose schema has this attribute (Exchange or Lync extensions). */
  readonly requires?: string
}

const PLAIN = { applyOnce: false, mergeType: 'Update' satisfies MergeType } as const

/** Copies attributes as they are, each to the metaverse attribute of the same name. */
export function direct(...names: readonly string[]): Flow[] {
  return names.map((name) => directFrom(name, name))
}

export function directFrom(target: string, source: string): Flow {
  return { target, flowType: 'Direct', source, ...PLAIN }
}

/** Copies texts without surrounding white space. */
export function trimmed(...names: readonly string[]): Flow[] {
  return names.map((name) => expression(name, `Trim([${name}])`))
}

export function constant(target: string, source: string): Flow {
  return { target, flowType: 'Constant', source, ...PLAIN }
}

export function expression(target: string, source: string): Flow {
  return { target, flowType: 'Expression', source, ...PLAIN }
}

/** `extensionAttribute` → `extensionAttribute1` … `extensionAttribute15`. */
export function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`)
}

export function clause(attribute: string, operator: ScopeOperator, value = ''): ScopeClause {
  return { attribute, operator, value }
}

export function joinOn(sourceAttribute: string, targetAttribute: string, caseSensitive = false): JoinClause {
  return { sourceAttribute, targetAttribute, caseSensitive }
}

/** First value of an attribute that is multi-valued in AD and single-valued in the metaverse. */
export function firstOf(name: string): Flow {
  return expression(name, `IIF(IsNullOrEmpty([${name}]),NULL,Left(Trim(Item([${name}],1)),448))`)
}

export const DISPLAY_NAME = expression('displayName', 'IIF(IsNullOrEmpty([displayName]),[cn],[displayName])')
export const INFO = expression('info', 'Left(Trim([info]),448)')
export const PROXY_ADDRESSES = expression(
  'proxyAddresses',
  'RemoveDuplicates(Trim(ImportedValue("proxyAddresses")))',
)
export const SID_TEXT = expression('objectSidString', 'StringFromSid([objectSid])')
export const CONFLICT_OBJECT = 'CBool(InStr(DNComponent(CRef([dn]),1),"\\\\0ACNF:")>0)'
export const MAIL_ENABLED = expression(
  'mailEnabled',
  'IIF(( (IsPresent([proxyAddresses]) = True) && (Contains([proxyAddresses], "SMTP:") > 0) && (InStr(Item([proxyAddresses], Contains([proxyAddresses], "SMTP:")), "@") > 0)) ||  (IsPresent([mail]) = True && (InStr([mail], "@") > 0)), True, False)',
)
