/** The token of an Authorization header; an empty text when the header holds anything else. */
export function bearerToken(from: Headers): string | undefined {
  const header = from.get('authorization')
  if (header === null) return undefined
  return /^Bearer +(\S+)$/i.exec(header)?.[1] ?? ''
}
