import { type ShownValues, textOf } from '../_ui/value-view.tsx'

/** As much of a directory object as a name needs. */
export type NamedObject = {
  readonly id: string
  readonly attributes: Readonly<Record<string, ShownValues>>
}

/** An attribute as plain text: the first value of several, undefined when absent. */
export function attributeText(object: NamedObject, attribute: string): string | undefined {
  const value = object.attributes[attribute]
  if (value === null || value === undefined) return undefined
  const first = isMany(value) ? value[0] : value
  return first === undefined ? undefined : textOf(first)
}

/** Array.isArray that narrows read-only arrays. */
function isMany(value: NonNullable<ShownValues>): value is Extract<ShownValues, readonly unknown[]> {
  return Array.isArray(value)
}

/** What people call the object. */
export function displayName(object: NamedObject): string {
  return (
    attributeText(object, 'displayName') ??
    attributeText(object, 'userPrincipalName') ??
    attributeText(object, 'mail') ??
    attributeText(object, 'mailNickname') ??
    attributeText(object, 'cn') ??
    object.id
  )
}

/** What tells two objects of the same name apart. */
export function secondName(object: NamedObject): string {
  return attributeText(object, 'userPrincipalName') ?? attributeText(object, 'mail') ?? object.id
}
