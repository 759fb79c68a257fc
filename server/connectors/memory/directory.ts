import { createHash } from 'node:crypto'
import type { AttributeMap } from '../../attributes/value.ts'
import { dnKey, isBelow } from '../../ldap/dn.ts'
import type { ContainerNode, ImportedObject, ImportProblem, Whereabouts } from '../connector.ts'

/** An object of the directory; references name anchors, or DNs of objects the directory does not hold. */
export type MemoryObject = {
  readonly anchor: string
  objectType: string
  /** RDN as written, e.g. `CN=Smith\\, John`. */
  rdn: string
  /** GUID of the container it is in. */
  container: string
  attributes: AttributeMap
  references: Record<string, readonly string[]>
}

/** What goes wrong on demand; nothing by default. */
export type Faults = {
  /** The read breaks off after so many pages. */
  breaksAfterPages?: number
  /** The read ends well and brings nothing. */
  empty?: boolean
  /** Entries that cannot be imported, told on the first page. */
  problems?: readonly ImportProblem[]
  /** Anchors that a read leaves out. */
  hidden?: ReadonlySet<string>
  /** What `locate` answers instead of the truth. */
  located?: ReadonlyMap<string, Whereabouts>
}

/**
 * A directory in memory that behaves as an Active Directory domain does towards a connector: exact control for tests
 * of the synchronization, shared by every connector made for it.
 */
export class MemoryDirectory {
  readonly domain: ContainerNode
  readonly containers = new Map<string, { name: string; parent: string }>()
  readonly objects = new Map<string, MemoryObject>()
  readonly faults: Faults = {}
  pageSize = 100

  constructor(dn: string) {
    const name = dn
    this.domain = { dn, guid: guidOf(dn), name, kind: 'domain', hasChildren: true }
  }

  /** Makes an OU and returns its GUID. */
  addContainer(name: string, parent = this.domain.guid): string {
    const guid = guidOf(`${parent} ${name} ${this.containers.size}`)
    this.containers.set(guid, { name, parent })
    return guid
  }

  /** Adds an object, or replaces the one with this anchor. */
  put(object: MemoryObject): void {
    this.objects.set(object.anchor, object)
  }

  get(anchor: string): MemoryObject {
    const object = this.objects.get(anchor)
    if (!object) throw new Error(`there is no ${anchor}`)
    return object
  }

  /** Changes some attributes; undefined removes one. */
  change(anchor: string, attributes: Readonly<Record<string, AttributeMap[string] | undefined>>): void {
    const object = this.get(anchor)
    const merged = Object.entries({ ...object.attributes, ...attributes })
    object.attributes = Object.fromEntries(
      merged.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    )
  }

  remove(anchor: string): void {
    this.objects.delete(anchor)
    for (const object of this.objects.values()) {
      for (const [attribute, anchors] of Object.entries(object.references))
        object.references[attribute] = anchors.filter((one) => one !== anchor)
    }
  }

  containerDn(guid: string): string {
    const container = this.containers.get(guid)
    return container ? `OU=${container.name},${this.containerDn(container.parent)}` : this.domain.dn
  }

  dnOf(object: MemoryObject): string {
    return `${object.rdn},${this.containerDn(object.container)}`
  }

  imported(object: MemoryObject): ImportedObject {
    const references = Object.entries(object.references).flatMap(([attribute, targets]) =>
      targets.map((target) => {
        const found = this.objects.get(target)
        if (found) return { attribute, dn: this.dnOf(found), anchor: target }
        return target.includes('=')
          ? { attribute, dn: target }
          : { attribute, dn: `CN=${target}`, anchor: target }
      }),
    )
    const { anchor, objectType, attributes } = object
    return { anchor, objectType, dn: this.dnOf(object), partition: this.domain.dn, attributes, references }
  }

  /** True when the deepest selected or excluded container above the object says so. */
  isInScope(
    object: MemoryObject,
    scope: { include: readonly string[]; exclude: readonly string[] },
  ): boolean {
    for (let at = object.container; ; ) {
      if (scope.exclude.includes(at)) return false
      if (scope.include.includes(at)) return true
      const parent = this.containers.get(at)?.parent
      if (parent === undefined) return scope.include.length === 0
      at = parent
    }
  }

  children(parent: string): ContainerNode[] {
    return [...this.containers].flatMap(([guid, container]) => {
      if (container.parent !== parent) return []
      const dn = this.containerDn(guid)
      const below = [...this.containers.keys()].some((other) => isBelow(this.containerDn(other), dn))
      return { dn, guid, name: container.name, kind: 'ou' as const, hasChildren: below }
    })
  }

  isKnownDomain(dn: string): boolean {
    return dnKey(dn) === dnKey(this.domain.dn)
  }
}

/** The same GUID for the same name. */
export function guidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}
