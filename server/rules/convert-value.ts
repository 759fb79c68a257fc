import { isList, type StoredValue } from '../attributes/value.ts'
import type { FlowOutcome } from './compiled.ts'
import type { AttributeShape } from './metaverse-schema.ts'

// Stands for the references of an attribute inside expressions, which can test it for presence and pass it on.
// NUL cannot occur in directory text that Postgres stores, so no value is mistaken for it.
const REFERENCE_MARK = '\u0000ref:'

/** What an expression sees as the value of a reference attribute. */
export function referenceMark(attribute: string): string {
  return REFERENCE_MARK + attribute
}

const NULL: FlowOutcome = { outcome: 'null' }

/**
 * A flow's value in the syntax of its target (6.5): single values become one-element lists where the target is
 * multi-valued, blank text is no value. Errors: `sync.flow_multi_to_single`, `sync.flow_type_mismatch`,
 * `sync.reference_in_expression`.
 */
export function toTarget(
  value: StoredValue | readonly StoredValue[],
  shape: AttributeShape | undefined,
): FlowOutcome {
  if (shape?.syntax === 'reference') return toReference(value)
  if (!isList(value)) return singleToTarget(value, shape)
  const converted: StoredValue[] = []
  for (const one of value) {
    const result = convert(one, shape)
    if (result instanceof Mismatch) return result.outcome
    if (result !== undefined) converted.push(result)
  }
  const [first] = converted
  if (first === undefined) return NULL
  if (shape === undefined || shape.multi) return { outcome: 'value', value: converted }
  if (converted.length === 1) return { outcome: 'value', value: first }
  return {
    outcome: 'error',
    code: 'sync.flow_multi_to_single',
    message: `${converted.length} values cannot flow into a single-valued attribute; choose one with Item(…, 1).`,
  }
}

function singleToTarget(value: StoredValue, shape: AttributeShape | undefined): FlowOutcome {
  const result = convert(value, shape)
  if (result === undefined) return NULL
  if (result instanceof Mismatch) return result.outcome
  return { outcome: 'value', value: shape?.multi ? [result] : result }
}

function toReference(value: StoredValue | readonly StoredValue[]): FlowOutcome {
  const only = isList(value) ? value[0] : value
  if (typeof only === 'string' && only.startsWith(REFERENCE_MARK)) {
    return { outcome: 'reference', attribute: only.slice(REFERENCE_MARK.length) }
  }
  return mismatch('a value', 'reference').outcome
}

class Mismatch {
  readonly outcome: FlowOutcome
  constructor(outcome: FlowOutcome) {
    this.outcome = outcome
  }
}

function mismatch(found: string, syntax: string): Mismatch {
  return new Mismatch({
    outcome: 'error',
    code: 'sync.flow_type_mismatch',
    message: `The flow gives ${found}, but the attribute holds ${syntax} values; convert it in the rule.`,
  })
}

function convert(value: StoredValue, shape: AttributeShape | undefined): StoredValue | undefined | Mismatch {
  if (typeof value === 'string') {
    if (isBlank(value)) return undefined
    if (value.charCodeAt(0) === 0 && value.startsWith(REFERENCE_MARK)) {
      return new Mismatch({
        outcome: 'error',
        code: 'sync.reference_in_expression',
        message: 'A reference can only flow into a reference attribute.',
      })
    }
  }
  switch (shape?.syntax) {
    case 'string':
      return toText(value)
    case 'number':
      return toNumber(value)
    case 'boolean':
      return toBoolean(value)
    case 'binary':
      return typeof value === 'object' && 'b' in value ? value : mismatch(kindOf(value), 'binary')
    default:
      return value
  }
}

function toText(value: StoredValue): StoredValue | Mismatch {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return String(value)
  return 'n' in value ? value.n : mismatch('binary', 'text')
}

function toNumber(value: StoredValue): StoredValue | Mismatch {
  if (typeof value === 'number') return value
  if (typeof value === 'string' && /^\s*-?\d{1,19}\s*$/.test(value)) {
    const number = BigInt(value.trim())
    return isSafe(number) ? Number(number) : { n: String(number) }
  }
  return typeof value === 'object' && 'n' in value ? value : mismatch(kindOf(value), 'number')
}

function isSafe(value: bigint): boolean {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
}

function toBoolean(value: StoredValue): StoredValue | Mismatch {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return value !== 0
  if (typeof value === 'string') {
    const text = value.trim().toLowerCase()
    if (text === 'true') return true
    if (text === 'false') return false
  }
  return mismatch(kindOf(value), 'Boolean')
}

function kindOf(value: StoredValue): string {
  if (typeof value === 'object') return 'b' in value ? 'binary' : 'a number'
  return typeof value === 'string' ? 'text' : `a ${typeof value}`
}

/** True for text without a visible character: it counts as no value at the end of a flow. */
function isBlank(text: string): boolean {
  const first = text.charCodeAt(0)
  // Nearly every value starts with a visible ASCII character.
  if (first > 32 && first < 127) return false
  return text.trim() === ''
}
