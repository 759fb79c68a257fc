import { z } from 'zod'
import { type AttributeChanges, isList, type StoredValue } from './value.ts'

/** A stored value as JSON for people and programs: binary as `{ base64 }`, integers beyond 2^53 as text. */
export type PresentedValue = string | number | boolean | { base64: string }

export const presentedValueSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.object({ base64: z.string() }),
])

/** One value, or a list where the attribute is multi-valued; null where a value is removed. */
export const presentedAttributeSchema = z.union([
  presentedValueSchema,
  z.array(presentedValueSchema),
  z.null(),
])

export function presentValue(value: StoredValue): PresentedValue {
  if (typeof value !== 'object') return value
  return 'b' in value ? { base64: value.b } : value.n
}

export function presentAttribute(value: AttributeChanges[string]): PresentedValue | PresentedValue[] | null {
  if (value === null) return null
  return isList(value) ? value.map(presentValue) : presentValue(value)
}
