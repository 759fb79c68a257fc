import {
  type AttributeChanges,
  type AttributeMap,
  type StoredValue,
  sameValues,
  valuesOf,
} from '../attributes/value.ts'
import type { DirectoryProblem, DirectoryWarning, Domains, ObjectType } from './model.ts'
import { effectiveSignInName, firstNickname } from './sign-in-name.ts'
import { cleanValue } from './validate-value.ts'

/** Effective values with what was written where that differs. */
export type Values = { readonly attributes: AttributeMap; readonly written: AttributeChanges }

export type Evaluation =
  | ({ readonly ok: true; readonly warnings: readonly DirectoryWarning[] } & Values)
  | { readonly ok: false; readonly problem: DirectoryProblem }

type Draft = {
  attributes: Record<string, StoredValue | readonly StoredValue[]>
  written: Record<string, StoredValue | readonly StoredValue[] | null>
}

/**
 * The values an object has after `changes`. `base` is what stays when a change does not name it; `earlier` is what
 * the object had before, from which an unchanged sign-in name and nickname are kept (13.3: recomputed only when the
 * sent value changes). Both undefined for a new object. Nothing is kept of a change with one refused value.
 */
export function evaluateAttributes(
  objectType: ObjectType,
  base: Values | undefined,
  earlier: Values | undefined,
  changes: AttributeChanges,
  domains: Domains,
): Evaluation {
  const draft: Draft = { attributes: { ...base?.attributes }, written: { ...base?.written } }
  for (const [name, raw] of Object.entries(changes)) {
    if (name === 'sourceAnchor' || (objectType === 'user' && name === 'userPrincipalName')) continue
    const clean = cleanValue(name, raw)
    if (!clean.ok) return clean
    put(draft, name, clean.value, raw)
  }
  if (objectType !== 'user') return { ok: true, warnings: [], ...draft }
  settleNickname(draft, earlier, changes)
  return settleSignInName(draft, earlier, changes, domains)
}

function put(
  draft: Draft,
  name: string,
  value: StoredValue | readonly StoredValue[] | null,
  raw: AttributeChanges[string],
) {
  if (value === null) delete draft.attributes[name]
  else draft.attributes[name] = value
  if (sameValues(value, raw ?? null)) delete draft.written[name]
  else draft.written[name] = raw ?? null
}

/** A nickname, once there, changes only to one that is sent. */
function settleNickname(draft: Draft, earlier: Values | undefined, changes: AttributeChanges): void {
  if (draft.attributes.mailNickname !== undefined) return
  const kept =
    earlier?.attributes.mailNickname ?? firstNickname(draft.attributes, signInNameSent(earlier, changes))
  if (kept === undefined) return
  draft.attributes.mailNickname = kept
  draft.written.mailNickname = null
}

function settleSignInName(
  draft: Draft,
  earlier: Values | undefined,
  changes: AttributeChanges,
  domains: Domains,
): Evaluation {
  const sent = signInNameSent(earlier, changes)
  const before = earlier?.attributes.userPrincipalName
  if (before !== undefined && sameValues(sent ?? null, sentValue(earlier, 'userPrincipalName'))) {
    const shadow = earlier?.written.userPrincipalName
    draft.attributes.userPrincipalName = before
    if (shadow !== undefined) draft.written.userPrincipalName = shadow
    return { ok: true, warnings: [], ...draft }
  }
  const nickname = draft.attributes.mailNickname
  const name = effectiveSignInName(sent, typeof nickname === 'string' ? nickname : undefined, domains)
  if (!name.ok) return name
  put(draft, 'userPrincipalName', name.value, sent ?? null)
  return { ok: true, warnings: name.warning ? [name.warning] : [], ...draft }
}

/** The sign-in name as the writer means it after the change: undefined when it sends none. */
function signInNameSent(earlier: Values | undefined, changes: AttributeChanges): StoredValue | undefined {
  const change = changes.userPrincipalName
  return valuesOf(change === undefined ? sentValue(earlier, 'userPrincipalName') : change)[0]
}

/** What the writer reads back: its own value where the effective one differs. */
function sentValue(values: Values | undefined, name: string): AttributeChanges[string] {
  const shadow = values?.written[name]
  return shadow === undefined ? (values?.attributes[name] ?? null) : shadow
}

/** The values as the writer sent them; a confirming read compares against these (13.3, shadow values). */
export function writtenView(values: Values): AttributeMap {
  const view: Record<string, StoredValue | readonly StoredValue[]> = { ...values.attributes }
  for (const [name, value] of Object.entries(values.written)) {
    if (value === null) delete view[name]
    else view[name] = value
  }
  return view
}
