const GENERALIZED = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:[.,]\d+)?Z$/

/**
 * ISO 8601 text of an LDAP generalized time in UTC (RFC 4517 section 3.3.13, as `whenCreated` comes:
 * `20240131120000.0Z`). Undefined for anything else.
 */
export function isoOfGeneralizedTime(text: string): string | undefined {
  const parts = GENERALIZED.exec(text)
  if (!parts) return undefined
  const [, year, month, day, hour, minute, second] = parts
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`
}
