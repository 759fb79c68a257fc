import { type AttributeMap, valuesOf } from '../attributes/value.ts'
import { nameOf, type StoredObject } from './model.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range starts at U+0000
const ASCII = /^[\u0000-\u007f]*$/
const COMBINING = /[\u0300-\u036f]/gu
const LETTERS = /[ßøłđðþæœı]/gu
const SPELLED: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
}

const SEARCHED = [
  'displayName',
  'userPrincipalName',
  'mail',
  'mailNickname',
  'proxyAddresses',
  'givenName',
  'sn',
]
const ADDRESS_PREFIX = /^smtp:/

/** A text without case and accents, compatibility forms resolved: equal for what people type alike. */
export function searchKey(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  const plain = text.toWellFormed().normalize('NFKD').replace(COMBINING, '').normalize('NFKC').toLowerCase()
  return plain.replace(LETTERS, (letter) => SPELLED[letter] ?? letter)
}

/** What lists sort by: the name people see, at most 256 characters. */
export function displayNameKey(object: Pick<StoredObject, 'id' | 'attributes'>): string {
  return searchKey(nameOf(object)).slice(0, 256).toWellFormed()
}

/** Everything a search looks through, one value per line; a value within another is left out. */
export function searchText(attributes: AttributeMap): string {
  const lines: string[] = []
  for (const name of SEARCHED) {
    for (const value of valuesOf(attributes[name])) {
      if (typeof value !== 'string') continue
      const line = searchKey(value).replace(ADDRESS_PREFIX, '')
      if (!lines.some((seen) => seen.includes(line))) lines.push(line)
    }
  }
  return lines.join('\n')
}
