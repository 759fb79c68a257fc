import { ExpressionFailure } from '../failure.ts'
import { charge } from '../frame.ts'
import { settle } from '../values.ts'
import type { FunctionEntry } from './entry.ts'
import { num } from './parameters.ts'
import { drawBytes } from './random.ts'
import { binary } from './scalar-function.ts'
import { scalarOf } from './whole-function.ts'

export const MATH_FUNCTIONS: readonly FunctionEntry[] = [
  binary(
    { name: 'BitAnd', signature: 'num BitAnd(num value1, num value2)', returns: 'num' },
    num,
    num,
    (left, right) => left & right,
  ),
  binary(
    { name: 'BitOr', signature: 'num BitOr(num value1, num value2)', returns: 'num' },
    num,
    num,
    (left, right) => left | right,
  ),
  {
    name: 'RandomNum',
    signature: 'num RandomNum(num start, num end)',
    parameters: [num, num],
    returns: 'num',
    bind: ({ site, arguments: [from = () => null, to = () => null] }) => {
      return (frame) => {
        charge(frame, 1, site.range)
        const start = scalarOf(num, settle(from(frame)), site, 0)
        const end = scalarOf(num, settle(to(frame)), site, 1)
        if (start === null || end === null) return null
        if (start > end) {
          throw new ExpressionFailure(
            'expression.invalid_argument',
            'RandomNum: the start is above the end.',
            site.range,
          )
        }
        // 128 random bits over a range of at most 64: the bias is below 2^-64.
        const drawn = drawBytes(frame).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
        return start + (drawn % (end - start + 1n))
      }
    },
  },
]
