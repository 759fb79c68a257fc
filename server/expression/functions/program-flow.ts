import { ExpressionFailure } from '../failure.ts'
import { charge } from '../frame.ts'
import { choosePerValue, truth } from '../mapping.ts'
import { isCollection, type Kind, type Scalar, settle, type Value } from '../values.ts'
import type { CallSite, FunctionEntry, ParameterShape } from './entry.ts'
import { nullAs, str } from './parameters.ts'
import { unary } from './scalar-function.ts'
import { severalOf } from './whole-function.ts'

const CONDITION: ParameterShape = { role: 'value', kinds: ['bool', 'num'], optional: false }
const RESULT: ParameterShape = { role: 'value', kinds: ['var', 'flow'], optional: false }
const WHOLE: ParameterShape = { role: 'value', kinds: ['var'], optional: false }
const VARIABLE: ParameterShape = { role: 'variable', kinds: ['var'], optional: false }
const BODY: ParameterShape = { role: 'body', kinds: ['var', 'flow'], optional: false }

const nothing = (): Value => null

export const PROGRAM_FLOW_FUNCTIONS: readonly FunctionEntry[] = [
  {
    name: 'IIF',
    signature: 'var IIF(exp condition, var valueIfTrue, var valueIfFalse)',
    parameters: [CONDITION, RESULT, RESULT],
    returns: ([, whenTrue, whenFalse]) => commonKind(whenTrue, whenFalse),
    bind: ({ site, arguments: [condition = nothing, whenTrue = nothing, whenFalse = nothing] }) => {
      return (frame) => {
        charge(frame, 1, site.range)
        const decided = condition(frame)
        if (decided === true) return whenTrue(frame)
        if (decided === false) return whenFalse(frame)
        if (isCollection(decided)) {
          const branches = { whenTrue: () => whenTrue(frame), whenFalse: () => whenFalse(frame) }
          return choosePerValue(frame, decided, branches, site.range)
        }
        return truth(decided, conditionRange(site, 0)) ? whenTrue(frame) : whenFalse(frame)
      }
    },
  },
  {
    name: 'Switch',
    signature: 'var Switch(exp expr1, var value1[, exp expr2, var value2 ...])',
    parameters: [CONDITION, RESULT],
    repeats: true,
    returns: (kinds) => kinds.filter((_, index) => index % 2 === 1).reduce(commonKind),
    bind: ({ site, arguments: given }) => {
      return (frame) => {
        charge(frame, 1, site.range)
        // Every condition is evaluated, so that an error in any of them surfaces.
        let chosen = -1
        for (let index = 0; index < given.length; index += 2) {
          const isTrue = truth(
            oneCondition(given[index]?.(frame) ?? null, site, index),
            conditionRange(site, index),
          )
          if (isTrue && chosen < 0) chosen = index + 1
        }
        return given[chosen]?.(frame) ?? null
      }
    },
  },
  {
    name: 'With',
    signature: 'var With(var variable, exp subExpression, exp complexExpression)',
    parameters: [VARIABLE, WHOLE, BODY],
    returns: ([, , body]) => body ?? 'var',
    bind: ({ site, slot, arguments: [, sub = nothing, body = nothing] }) => {
      return (frame) => {
        charge(frame, 1, site.range)
        frame.slots[slot] = sub(frame)
        return body(frame)
      }
    },
  },
  {
    name: 'Select',
    signature: 'mvattr Select(variable item, mvattr attribute, func function)',
    parameters: [VARIABLE, WHOLE, { ...BODY, kinds: ['var'] }],
    returns: ([, , body]) => body ?? 'var',
    bind: ({ site, slot, arguments: [, attribute = nothing, body = nothing] }) => {
      return (frame) => {
        const values = severalOf(settle(attribute(frame)), site, 1)
        charge(frame, 1 + values.length, site.range)
        return collected(
          values.flatMap((value) => {
            frame.slots[slot] = value
            return settle(body(frame)) ?? []
          }),
        )
      }
    },
  },
  {
    name: 'Where',
    signature: 'mvattr Where(variable item, mvattr attribute, exp condition)',
    parameters: [VARIABLE, WHOLE, { ...BODY, kinds: ['bool', 'num'] }],
    returns: ([, attribute]) => attribute ?? 'var',
    bind: ({ site, slot, arguments: [, attribute = nothing, condition = nothing] }) => {
      return (frame) => {
        const values = severalOf(settle(attribute(frame)), site, 1)
        charge(frame, 1 + values.length, site.range)
        return collected(
          values.filter((value) => {
            frame.slots[slot] = value
            return truth(oneCondition(condition(frame), site, 2), conditionRange(site, 2))
          }),
        )
      }
    },
  },
  unary(
    { name: 'Error', signature: 'void Error(str ErrorMessage)', returns: 'null' },
    nullAs(str, ''),
    (message, site) => {
      throw new ExpressionFailure('expression.raised', message, site.range)
    },
  ),
]

/** The kind of a value that is one of two. */
function commonKind(left: Kind | undefined, right: Kind | undefined): Kind {
  if (left === undefined || right === undefined) return 'var'
  if (left === 'null') return right
  return right === 'null' || left === right ? left : 'var'
}

function collected(values: readonly Scalar[]): readonly Scalar[] | null {
  return values.length === 0 ? null : values
}

function oneCondition(value: Value, site: CallSite, index: number): Scalar | null {
  if (!isCollection(value)) return value
  throw new ExpressionFailure(
    'expression.type_mismatch',
    `${site.name}: a condition must be one True or False; this one has ${value.length} values.`,
    conditionRange(site, index),
  )
}

function conditionRange(site: CallSite, index: number) {
  return site.argumentRanges[index] ?? site.range
}
