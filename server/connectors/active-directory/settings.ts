import type { SessionSettings } from '../../ldap/open-session.ts'

/** How to read one Active Directory forest. */
export type ActiveDirectorySettings = SessionSettings & {
  /** Attributes the rules read, in any case; those the forest's schema lacks are simply absent. */
  readonly attributes: readonly string[]
  /** Entries per page; default 1000, the most a domain controller gives by default. */
  readonly pageSize?: number
  /**
   * Values of one reference attribute per answer; default what the server gives (1,500 on Windows, all on Samba).
   * Larger groups are always read completely, in more answers.
   */
  readonly valuesPerAnswer?: number
}
