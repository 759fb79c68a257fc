import type { Scalar } from '../values.ts'
import { guidBytes, isNumeric, toStr } from './conversion.ts'
import { parseDate } from './date-text.ts'
import type { FunctionEntry } from './entry.ts'
import { num, str } from './parameters.ts'
import { binary, unary } from './scalar-function.ts'
import { inspector, isSeveral, type Settled } from './whole-function.ts'

export const EVALUATION_FUNCTIONS: readonly FunctionEntry[] = [
  inspector('IsNull', (value) => value === null),
  inspector('IsEmpty', (value) => value === ''),
  inspector('IsNullOrEmpty', (value) => value === null || value === ''),
  inspector('IsPresent', (value) => value !== null && value !== ''),
  inspector('IsString', (value) => everyValue(value, (one) => toStr(one) !== undefined)),
  inspector('IsNumeric', (value) => everyValue(value, isNumeric)),
  inspector('IsDate', (value) =>
    everyValue(value, (one) => typeof one === 'string' && parseDate(one) !== undefined),
  ),
  unary(
    { name: 'IsGuid', signature: 'bool IsGuid(str GUID)', returns: 'bool', whenNull: false },
    str,
    (text) => guidBytes(text) !== undefined,
  ),
  binary(
    { name: 'IsBitSet', signature: 'bool IsBitSet(num value, num flag)', returns: 'bool', whenNull: false },
    num,
    num,
    (value, flag) => flag !== 0n && (value & flag) === flag,
  ),
]

function everyValue(value: Settled, test: (one: Scalar) => boolean): boolean {
  if (value === null) return false
  return isSeveral(value) ? value.every(test) : test(value)
}
