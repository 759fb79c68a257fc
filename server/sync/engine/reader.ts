import { fold, type StoredValue, valuesOf } from '../../attributes/value.ts'
import type { CompiledConfiguration, CompiledConnector, RuleReader } from '../../rules/compiled.ts'
import { referenceMark } from '../../rules/convert-value.ts'
import type { CsObject, MvObject } from './model.ts'

type Attribute = StoredValue | readonly StoredValue[] | undefined

/** Reads one connector space object for inbound rules: imported values overlaid with what is staged for export. */
export class CsReader implements RuleReader {
  readonly object: CsObject
  readonly now: Date
  readonly #connector: CompiledConnector | undefined
  #flow = ''
  #memberOf: ReadonlySet<string> | undefined

  constructor(object: CsObject, configuration: CompiledConfiguration, now: Date) {
    this.object = object
    this.now = now
    this.#connector = configuration.connectors.get(object.connectorId)
  }

  /** Random functions of the next flow repeat for equal anchor and flow. */
  seedFor(flow: string): void {
    this.#flow = flow
  }

  get seed(): string {
    return `${this.object.anchor ?? this.object.dn} ${this.#flow}`
  }

  attribute(name: string): Attribute {
    const { staged } = this.object
    if (staged !== undefined && Object.hasOwn(staged, name)) return staged[name] ?? undefined
    const value = this.object.attributes[name]
    if (value !== undefined) return value
    if (name === 'dn') return this.object.dn
    return this.referenceCount(name) > 0 ? referenceMark(name) : undefined
  }

  imported(name: string): Attribute {
    return this.object.attributes[name]
  }

  referenceCount(name: string): number {
    return this.object.referenceCounts[name] ?? 0
  }

  valueCount(name: string): number {
    const references = this.referenceCount(name)
    return references > 0 ? references : valuesOf(this.attribute(name)).length
  }

  parameter(name: string): string | undefined {
    return this.#connector?.parameter(name, this.object.dn)
  }

  memberOf(): ReadonlySet<string> {
    this.#memberOf ??= new Set((this.object.memberOf ?? []).map(fold))
    return this.#memberOf
  }
}

/** Reads one metaverse object for the outbound rules of one connector. */
export class MvReader implements RuleReader {
  readonly object: MvObject
  readonly now: Date
  readonly #connector: CompiledConnector
  #flow = ''

  constructor(object: MvObject, connector: CompiledConnector, now: Date) {
    this.object = object
    this.now = now
    this.#connector = connector
  }

  seedFor(flow: string): void {
    this.#flow = flow
  }

  get seed(): string {
    const anchor = this.object.attributes.sourceAnchor
    return `${typeof anchor === 'string' ? anchor : this.object.id} ${this.#flow}`
  }

  attribute(name: string): Attribute {
    const value = this.object.attributes[name]
    if (value !== undefined) return value
    return this.object.references[name] === undefined ? undefined : referenceMark(name)
  }

  /** The metaverse has no staged changes: its values are all confirmed. */
  imported(name: string): Attribute {
    return this.object.attributes[name]
  }

  /** 1 for any number of references: the metaverse knows where they come from, not how many there are. */
  referenceCount(name: string): number {
    return this.object.references[name] === undefined ? 0 : 1
  }

  valueCount(name: string): number {
    const references = this.referenceCount(name)
    return references > 0 ? references : valuesOf(this.attribute(name)).length
  }

  parameter(name: string): string | undefined {
    return this.#connector.parameter(name, '')
  }

  memberOf(): ReadonlySet<string> {
    return NO_GROUPS
  }
}

const NO_GROUPS: ReadonlySet<string> = new Set()
