import { isList, type StoredValue, valueKey, valuesOf } from '../../attributes/value.ts'
import type { CompiledFlow, FlowOutcome } from '../../rules/compiled.ts'
import type { MetaverseSchema } from '../../rules/metaverse-schema.ts'

const DECIDED = 1
/** Some flow gave NULL or AuthoritativeNull: without a value the target is emptied. */
const EMPTIED = 2
const IGNORED = 4

type Value = StoredValue | readonly StoredValue[]

/** A flow that failed. `by` is whatever the caller passed with it. */
export type FailedFlow<By> = {
  readonly flow: CompiledFlow
  readonly by: By
  readonly code: string
  readonly message: string
}

/**
 * The walk of section 6.6 for all target attributes of one object at once. Outcomes are added in order of
 * precedence; what has won is in `values` (or `references`) and `winners`, by slot. One instance per object: the
 * arrays are its only state.
 */
export class Contributions<By> {
  readonly values: (Value | undefined)[]
  readonly references: ({ readonly attribute: string; readonly by: By } | undefined)[]
  readonly winners: (By | undefined)[]
  /** By slot, a sum of the flags above. */
  readonly #flags: Uint8Array
  readonly #names: readonly string[]
  readonly #schema: MetaverseSchema
  readonly #failed: FailedFlow<By>[] = []
  #merging:
    | Map<number, { readonly flow: CompiledFlow; readonly keys: Set<string>; readonly values: StoredValue[] }>
    | undefined

  constructor(names: readonly string[], schema: MetaverseSchema) {
    this.#names = names
    this.#schema = schema
    this.values = new Array(names.length)
    this.references = new Array(names.length)
    this.winners = new Array(names.length)
    this.#flags = new Uint8Array(names.length)
  }

  /** False when a flow of higher precedence has decided the target. */
  isOpen(flow: CompiledFlow): boolean {
    return !this.#has(flow.slot, DECIDED)
  }

  ignore(flow: CompiledFlow): void {
    this.#set(flow.slot, IGNORED)
  }

  add(flow: CompiledFlow, outcome: FlowOutcome, by: By): void {
    const { slot } = flow
    switch (outcome.outcome) {
      case 'value':
        if (flow.mergeType !== 'Update') {
          this.#merge(flow, outcome.value, by)
          return
        }
        this.values[slot] = outcome.value
        this.winners[slot] = by
        this.#set(slot, DECIDED)
        return
      case 'reference':
        this.references[slot] = { attribute: outcome.attribute, by }
        this.winners[slot] = by
        this.#set(slot, DECIDED)
        return
      case 'null':
        this.#set(slot, EMPTIED)
        return
      case 'authoritativeNull':
        this.#set(slot, EMPTIED)
        this.#set(slot, DECIDED)
        return
      case 'ignoreThisFlow':
        this.#set(slot, IGNORED)
        return
      case 'error':
        this.#set(slot, DECIDED)
        this.#failed.push({ flow, by, code: outcome.code, message: outcome.message })
    }
  }

  /** Finishes merged attributes; the flows that failed. */
  settle(): readonly FailedFlow<By>[] {
    for (const [slot, { flow, values }] of this.#merging ?? []) {
      const by = this.winners[slot]
      const multi = this.#schema[this.#names[slot] ?? '']?.multi ?? true
      const [first] = values
      if (multi) this.values[slot] = values
      else if (values.length === 1) this.values[slot] = first
      else if (by !== undefined) {
        const message = `Rules merge ${values.length} values into a single-valued attribute; use the merge type Update.`
        this.#failed.push({ flow, by, code: 'sync.flow_multi_to_single', message })
      }
    }
    return this.#failed
  }

  /** True when flows exist for the target and every one of them was IgnoreThisFlow: the old value stays. */
  isOnlyIgnored(slot: number): boolean {
    return this.#flags[slot] === IGNORED
  }

  /** True when flows exist for the target, none gave a value, and at least one said that it is empty. */
  isEmptied(slot: number): boolean {
    return this.#has(slot, EMPTIED)
  }

  #has(slot: number, flag: number): boolean {
    return ((this.#flags[slot] ?? 0) & flag) !== 0
  }

  #set(slot: number, flag: number): void {
    this.#flags[slot] = (this.#flags[slot] ?? 0) | flag
  }

  // Values of all rules, the spelling of the highest one kept; the lineage names the first contributor.
  #merge(flow: CompiledFlow, value: Value, by: By): void {
    this.#merging ??= new Map()
    const entry = this.#merging.get(flow.slot) ?? { flow, keys: new Set<string>(), values: [] }
    this.#merging.set(flow.slot, entry)
    this.winners[flow.slot] ??= by
    for (const one of isList(value) ? value : valuesOf(value)) {
      const key = flow.mergeType === 'MergeCaseInsensitive' ? valueKey(one).toLowerCase() : valueKey(one)
      if (entry.keys.has(key)) continue
      entry.keys.add(key)
      entry.values.push(one)
    }
  }
}
