import { createHash } from 'node:crypto'
import { guidBytes } from '../../../ldap/ad-values.ts'
import { escapeRdn, type SampleAttributes, sidBytes, toLdif } from './ldif-text.ts'

export const DOMAIN = 'DC=corp,DC=example'
export const COMPANY = 'Kestrel Works'
const DOMAIN_SID = 'S-1-5-21-1004336348-1177238915-682003330'

/** What the other parts of the forest need to know of an entry that was written. */
export type Written = { readonly dn: string; readonly guid: string; readonly sid: string | undefined }

export type ForestBuilder = {
  /** 0 ≤ n < 1, the same sequence in every run. */
  random(): number
  pick<T>(list: readonly T[]): T
  /** Replaces each `#` by a digit. */
  digits(pattern: string): string
  /** Generalized time within the years given, both included. */
  time(fromYear: number, toYear: number): string
  /** Adds one entry. `rid`: a number of its own in the domain when true, or the well-known one given. */
  add(parent: string, rdn: string, attributes: SampleAttributes, options?: AddOptions): Written
  text(): string
}

export type AddOptions = {
  readonly type?: 'CN' | 'OU' | 'DC'
  readonly rid?: true | number
  readonly sid?: string
}

/** Collects the entries of the sample forest. Everything in it follows from one seed, so the file never changes by itself. */
export function createBuilder(): ForestBuilder {
  const entries: string[] = []
  let state = 20_251_121
  let nextRid = 1104
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const pad = (value: number): string => String(value).padStart(2, '0')
  return {
    random,
    pick(list) {
      const item = list[Math.floor(random() * list.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
    digits: (pattern) => pattern.replace(/#/g, () => String(Math.floor(random() * 10))),
    time(fromYear, toYear) {
      const year = fromYear + Math.floor(random() * (toYear - fromYear + 1))
      const [month, day, hour, minute, second] = [12, 28, 24, 60, 60].map((range) =>
        Math.floor(random() * range),
      )
      const date = `${year}${pad((month ?? 0) + 1)}${pad((day ?? 0) + 1)}`
      return `${date}${pad(hour ?? 0)}${pad(minute ?? 0)}${pad(second ?? 0)}.0Z`
    },
    add(parent, rdn, attributes, { type = 'CN', rid, sid } = {}) {
      const dn = parent === '' ? DOMAIN : `${type}=${escapeRdn(rdn)},${parent}`
      const guid = guidOf(dn)
      const ownSid =
        sid ?? (rid === undefined ? undefined : `${DOMAIN_SID}-${rid === true ? nextRid++ : rid}`)
      entries.push(
        toLdif(dn, {
          ...attributes,
          objectGUID: guidBytes(guid),
          ...(ownSid === undefined ? {} : { objectSid: sidBytes(ownSid) }),
        }),
      )
      return { dn, guid, sid: ownSid }
    },
    text: () =>
      `# The sample forest that ships with Lockstep. Written by generate.ts; do not edit.\nversion: 1\n\n${entries.join('')}`,
  }
}

/** 100 ns since 1601 of a generalized time, as Active Directory keeps pwdLastSet. */
export function fileTime(time: string): string {
  const iso = time.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d).*$/, '$1-$2-$3T$4:$5:$6Z')
  return String((BigInt(Date.parse(iso)) + 11_644_473_600_000n) * 10_000n)
}

function guidOf(dn: string): string {
  const hex = createHash('sha256').update(dn).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
