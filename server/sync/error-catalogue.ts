/** Categories shown to administrators (connect-sync reference, section 14). */
export const CATEGORIES = [
  'duplicate-attribute',
  'data-mismatch',
  'data-validation',
  'federated-domain-change',
  'large-attribute',
  'admin-role-conflict',
  'other',
] as const
export type ErrorCategory = (typeof CATEGORIES)[number]

const CATEGORY_OF: Readonly<Record<string, ErrorCategory>> = {
  AttributeValueMustBeUnique: 'duplicate-attribute',
  InvalidSoftMatch: 'data-mismatch',
  InvalidHardMatch: 'data-mismatch',
  ObjectTypeMismatch: 'data-mismatch',
  IdentityDataValidationFailed: 'data-validation',
  UserPrincipalNameFallback: 'data-validation',
  DataValidationFailed: 'data-validation',
  FederatedDomainChangeError: 'federated-domain-change',
  LargeObject: 'large-attribute',
  ExceededAllowedLength: 'large-attribute',
  ExistingAdminRoleConflict: 'admin-role-conflict',
  'sync.anchor_in_use': 'duplicate-attribute',
  'sync.join_ambiguous': 'data-mismatch',
}

/** The category of an error code; codes that the catalogue does not group are `other`. */
export function categoryOf(code: string): ErrorCategory {
  return CATEGORY_OF[code] ?? 'other'
}
