import { toHex } from '../bytes.ts'
import { charge } from '../frame.ts'
import { sha256 } from '../sha256.ts'
import { Binary, fromStored, isCollection } from '../values.ts'
import type { FunctionEntry, ParameterShape } from './entry.ts'
import { bin } from './parameters.ts'
import { drawBytes } from './random.ts'
import { unary } from './scalar-function.ts'

const ATTRIBUTE_NAME: ParameterShape = { role: 'name', kinds: ['str'], optional: false }

export const SPECIAL_FUNCTIONS: readonly FunctionEntry[] = [
  {
    name: 'ImportedValue',
    signature: 'var ImportedValue(str attributeName)',
    parameters: [ATTRIBUTE_NAME],
    reads: 'imported',
    returns: 'var',
    bind: ({ site, attributeName }) => {
      return (frame) => {
        const value = fromStored(frame.scope.imported(attributeName), site.range)
        charge(frame, isCollection(value) ? 1 + (value.length >> 4) : 1, site.range)
        return value
      }
    },
  },
  {
    name: 'ValueCount',
    signature: 'num ValueCount(str attributeName)',
    parameters: [ATTRIBUTE_NAME],
    reads: 'count',
    returns: 'num',
    bind: ({ site, attributeName }) => {
      return (frame) => {
        charge(frame, 1, site.range)
        return BigInt(frame.scope.valueCount(attributeName))
      }
    },
  },
  // The rules that call it build the KeyHash entry of a key credential, a SHA-256 hash [MS-ADTS 2.2.20.6].
  unary(
    { name: 'Thumbprint', signature: 'bin Thumbprint(bin value)', returns: 'bin' },
    bin,
    (value) => new Binary(sha256(value.bytes)),
  ),
  // The reference spells it both ways.
  guid('Guid'),
  guid('GUID'),
]

function guid(name: string): FunctionEntry {
  return {
    name,
    signature: `str ${name}()`,
    parameters: [],
    returns: 'str',
    bind: ({ site }) => {
      return (frame) => {
        charge(frame, 1, site.range)
        const bytes = drawBytes(frame).slice()
        bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
        bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
        const digits = toHex(bytes).toLowerCase()
        return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
      }
    },
  }
}
