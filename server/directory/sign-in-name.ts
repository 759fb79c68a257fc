import { type AttributeMap, type StoredValue, valuesOf } from '../attributes/value.ts'
import type { DirectoryProblem, DirectoryWarning, Domains } from './model.ts'
import { excerpt, tooLong } from './validate-value.ts'

const MAX_LOCAL_PART = 64
const MAX_DOMAIN = 48
const MAX_LENGTH = 113

/** Characters the service accepts before the @ (plan-connect-userprincipalname); accents are not among them. */
const LOCAL_PART = /^[A-Za-z0-9'._!#^~-]+$/
const DOMAIN = /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/

export type SignInName =
  | { readonly ok: true; readonly value: string; readonly warning: DirectoryWarning | undefined }
  | { readonly ok: false; readonly problem: DirectoryProblem }

/**
 * The effective userPrincipalName (connect-sync reference 13.3, decision 7): what was sent when its suffix is
 * verified; mail nickname at the initial domain, with a warning, when the suffix is not or there is none. Characters
 * or a form the service does not allow are refused as `IdentityDataValidationFailed`, too long parts as
 * `ExceededAllowedLength`.
 */
export function effectiveSignInName(
  raw: StoredValue | undefined,
  nickname: string | undefined,
  domains: Domains,
): SignInName {
  const name = typeof raw === 'string' ? raw.trim() : undefined
  if (!name) return fallBack('it has no userPrincipalName', undefined, nickname, domains)
  const at = name.indexOf('@')
  const local = at < 0 ? name : name.slice(0, at)
  const domain = at < 0 ? undefined : name.slice(at + 1)
  const problem = findProblem(name, local, domain)
  if (problem) return { ok: false, problem }
  if (domain === undefined) return fallBack(`"${excerpt(name)}" has no @`, name, nickname, domains)
  if (domains.verified && !domains.verified.has(domain.toLowerCase())) {
    return fallBack(`the domain ${domain} is not verified`, name, nickname, domains)
  }
  return { ok: true, value: name, warning: undefined }
}

function findProblem(name: string, local: string, domain: string | undefined): DirectoryProblem | undefined {
  if (!LOCAL_PART.test(local)) return invalid(name, forbiddenPart(local))
  if (local.startsWith('.') || local.endsWith('.'))
    return invalid(name, 'a full stop at the start or before the @')
  if (domain !== undefined && !DOMAIN.test(domain)) return invalid(name, 'a malformed domain after the @')
  if (local.length > MAX_LOCAL_PART) {
    return tooLong('userPrincipalName', name, local.length, MAX_LOCAL_PART)
  }
  if ((domain?.length ?? 0) > MAX_DOMAIN || name.length > MAX_LENGTH) {
    return tooLong('userPrincipalName', name, name.length, MAX_LENGTH)
  }
  return undefined
}

function forbiddenPart(local: string): string {
  const character = [...local].find((one) => !LOCAL_PART.test(one))
  if (character === undefined) return 'nothing before the @'
  return /\s/u.test(character) ? 'white space' : `the character ${character.toWellFormed()}`
}

function invalid(name: string, what: string): DirectoryProblem {
  return {
    code: 'IdentityDataValidationFailed',
    message:
      `userPrincipalName "${excerpt(name)}" has ${what}. Allowed before the @ are A-Z, a-z, 0-9 and ' . - _ ! # ^ ~. ` +
      'Correct it at the source.',
    attribute: 'userPrincipalName',
    value: excerpt(name),
    retry: true,
  }
}

function fallBack(
  why: string,
  sent: string | undefined,
  nickname: string | undefined,
  domains: Domains,
): SignInName {
  const value = nickname === undefined ? undefined : `${nickname}@${domains.initial}`
  if (value === undefined || findProblem(value, nickname ?? '', domains.initial)) {
    return { ok: false, problem: noFallBack(why, sent) }
  }
  const warning: DirectoryWarning = {
    code: 'UserPrincipalNameFallback',
    message: `The user signs in as ${value}, because ${why}.`,
    attribute: 'userPrincipalName',
    ...(sent === undefined ? {} : { value: excerpt(sent) }),
  }
  return { ok: true, value, warning }
}

function noFallBack(why: string, sent: string | undefined): DirectoryProblem {
  return {
    code: 'IdentityDataValidationFailed',
    message: `The user gets no sign-in name: ${why}, and no usable mail nickname, address or name to make one from.`,
    attribute: 'userPrincipalName',
    ...(sent === undefined ? {} : { value: excerpt(sent) }),
    retry: true,
  }
}

/**
 * The mail nickname of a user who was sent without one, on the first synchronisation: the part before the @ of the
 * first there is of primary address, mail, sign-in name, secondary address (connect-sync reference 13.3).
 */
export function firstNickname(
  attributes: AttributeMap,
  signInName: StoredValue | undefined,
): string | undefined {
  const addresses = valuesOf(attributes.proxyAddresses).filter((value) => typeof value === 'string')
  const candidates = [
    addresses.find((address) => address.startsWith('SMTP:'))?.slice('SMTP:'.length),
    attributes.mail,
    signInName,
    addresses.find((address) => address.startsWith('smtp:'))?.slice('smtp:'.length),
  ]
  for (const candidate of candidates) {
    const prefix = typeof candidate === 'string' ? candidate.trim().split('@')[0] : undefined
    if (prefix) return prefix.slice(0, 64)
  }
  return undefined
}
