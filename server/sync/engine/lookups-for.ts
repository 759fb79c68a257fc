import { fold, type StoredValue, valuesOf } from '../../attributes/value.ts'
import type { CompiledConfiguration, CompiledConnector, CompiledRule } from '../../rules/compiled.ts'
import type { CsObject, LookupKeys } from './model.ts'
import { CsReader } from './reader.ts'
import { rulesInScope } from './scope.ts'

/** The attribute that ties an object to its cloud object; no two metaverse objects may share a value. */
export const SOURCE_ANCHOR = 'sourceAnchor'

/** Key of `Lookups.candidates`; `key` is a `foldedKey`. */
export function joinKey(attribute: string, key: string): string {
  return `${attribute}=${key}`
}

/** A value in the form in which joins find it: text folded, binary exact (base64 has a case of its own), numbers in decimal. */
export function foldedKey(value: StoredValue): string {
  if (typeof value === 'object') return 'b' in value ? value.b : value.n
  return fold(String(value))
}

/** Key of `Lookups.targetByDn`. */
export function targetKey(connectorId: string, dn: string): string {
  return `${connectorId} ${fold(dn)}`
}

const UTF8 = new TextEncoder()
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** DN under which a target provisions the object with this source anchor. */
export function provisioningDn(sourceAnchor: string): string {
  let hex = ''
  for (const byte of UTF8.encode(sourceAnchor)) hex += HEX[byte]
  return `CN={${hex}}`
}

/** True for targets whose objects are named by their source anchor. */
export function isNamedByAnchor(connector: CompiledConnector): boolean {
  return connector.provisioningDn === 'source-anchor'
}

/**
 * What must be loaded before `object` can be planned: metaverse objects that its joins may find, metaverse objects
 * that hold one of the source anchors it or the objects linked with it may give, and free target objects under the
 * names these anchors make. `linked`: the other objects of its metaverse object; without them an anchor that passes
 * from one to the other is not checked for being in use.
 */
export function lookupsFor(
  configuration: CompiledConfiguration,
  object: CsObject,
  linked: readonly CsObject[] = [],
): LookupKeys {
  const keys = new Map<string, { attribute: string; key: string }>()
  const add = (attribute: string, value: StoredValue) => {
    const key = foldedKey(value)
    keys.set(joinKey(attribute, key), { attribute, key })
  }
  const anchors = new Set<string>()
  for (const member of [object, ...linked]) {
    const reader = new CsReader(member, configuration, NO_TIME)
    const rules = rulesInScope(configuration, reader)
    if (member === object && (object.link === undefined || object.pendingImport === 'delete-add')) {
      for (const { rule } of rules) {
        for (const group of rule.joinGroups) {
          // Any clause narrows the search enough; the others are checked on what it finds.
          const [clause] = group
          if (clause === undefined) continue
          for (const value of valuesOf(reader.attribute(clause.sourceAttribute)))
            add(clause.targetAttribute, value)
        }
      }
    }
    collectAnchors(rules, reader, anchors)
  }
  for (const anchor of anchors) add(SOURCE_ANCHOR, anchor)
  const usesDn = configuration.outbound.some((set) => isNamedByAnchor(set.connector))
  return {
    join: [...keys.values()],
    targetDns: usesDn ? [...anchors].map(provisioningDn) : [],
    targetJoin: [...anchors].flatMap((anchor) => targetJoinKeys(configuration, anchor)),
  }
}

// No shipped or sensible rule makes an anchor from the clock; one that does is caught when the object is planned.
const NO_TIME = new Date(0)

/** Every source anchor that rules in scope could give: which one wins is known only after the merge. */
function collectAnchors(rules: readonly CompiledRule[], reader: CsReader, anchors: Set<string>): void {
  for (const { flows } of rules) {
    for (const flow of flows) {
      if (flow.target !== SOURCE_ANCHOR) continue
      reader.seedFor(flow.seed)
      const outcome = flow.run(reader)
      if (outcome.outcome === 'value' && typeof outcome.value === 'string') anchors.add(outcome.value)
    }
  }
}

function targetJoinKeys(
  configuration: CompiledConfiguration,
  anchor: string,
): { connectorId: string; attribute: string; key: string }[] {
  const key = foldedKey(anchor)
  return configuration.outbound.flatMap(({ connector, anchorJoins }) =>
    anchorJoins.map((attribute) => ({ connectorId: connector.id, attribute, key })),
  )
}
