import { ExpressionFailure } from '../failure.ts'
import type { CallSite, FunctionEntry } from './entry.ts'
import { enumOrStr, num, optional, ref, str } from './parameters.ts'
import { binary, ternary, unary } from './scalar-function.ts'

export const DIRECTORY_FUNCTIONS: readonly FunctionEntry[] = [
  binary(
    { name: 'DNComponent', signature: 'str DNComponent(ref dn, num ComponentNumber)', returns: 'str' },
    ref,
    num,
    (dn, number, site) => componentAt(splitDn(dn.dn), number, site),
  ),
  ternary(
    {
      name: 'DNComponentRev',
      signature: 'str DNComponentRev(ref dn, num ComponentNumber[, enum Options])',
      returns: 'str',
    },
    ref,
    num,
    optional(enumOrStr, ''),
    (dn, number, option, site) => {
      if (option !== '' && option !== 'DC') {
        const range = site.argumentRanges[2] ?? site.range
        throw new ExpressionFailure(
          'expression.invalid_argument',
          'DNComponentRev: the only option is DC.',
          range,
        )
      }
      const components = splitDn(dn.dn).filter((one) => option === '' || !/^dc\s*=/i.test(one))
      return componentAt(components.reverse(), number, site)
    },
  ),
  unary(
    { name: 'EscapeDNComponent', signature: 'str EscapeDNComponent(str value)', returns: 'str' },
    str,
    (component) => {
      const equals = component.indexOf('=')
      return component.slice(0, equals + 1) + escapeDnValue(component.slice(equals + 1))
    },
  ),
]

function componentAt(components: readonly string[], number: bigint, site: CallSite): string {
  const component = number < 1n || number > components.length ? undefined : components[Number(number) - 1]
  if (component === undefined) {
    throw new ExpressionFailure(
      'expression.out_of_bounds',
      `${site.name}: the distinguished name has ${components.length} components; there is no number ${number}.`,
      site.argumentRanges[1] ?? site.range,
    )
  }
  return component.slice(component.indexOf('=') + 1).trimStart()
}

/** The relative names from the left, escapes kept, without the white space around separators. */
function splitDn(dn: string): string[] {
  const components: string[] = []
  let start = 0
  let quoted = false
  for (let index = 0; index < dn.length; index++) {
    const character = dn.charAt(index)
    if (character === '\\') index++
    else if (character === '"') quoted = !quoted
    else if (character === ',' && !quoted) {
      components.push(trimComponent(dn.slice(start, index)))
      start = index + 1
    }
  }
  if (dn !== '') components.push(trimComponent(dn.slice(start)))
  return components
}

// A trailing space after a backslash belongs to the value.
function trimComponent(component: string): string {
  const trimmed = component.trim()
  return trimmed.endsWith('\\') ? component.trimStart() : trimmed
}

// RFC 4514, section 2.4.
function escapeDnValue(value: string): string {
  const escaped = value.replace(/[,+"\\<>;]/g, '\\$&').replaceAll('\0', '\\00')
  const withStart = /^[# ]/.test(escaped) ? `\\${escaped}` : escaped
  return value.length > 1 && value.endsWith(' ') ? `${withStart.slice(0, -1)}\\ ` : withStart
}
