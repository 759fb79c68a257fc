import { fold } from '../../attributes/value.ts'

/** What the order of exports depends on. */
export type OrderedExport = {
  readonly id: string
  readonly operation: 'add' | 'update' | 'delete'
  readonly dn: string
  /** When the object came into being at its source, ISO 8601; among new objects the oldest claims first. */
  readonly createdAt: string | undefined
  /** Unique values that the target gives up with this export: keys of `claimKey`. */
  readonly releases: readonly string[]
  /** Unique values that the target takes with this export. */
  readonly claims: readonly string[]
}

/** Key of a unique value, ignoring case. Values of different attributes do not collide. */
export function claimKey(attribute: 'userPrincipalName' | 'proxyAddresses', value: string): string {
  return `${attribute}=${fold(value)}`
}

/**
 * Exports in groups, in the order in which they are to be written: who releases a value before who claims it, parents
 * before children (children first when they go). A group with several exports is a ring of swapped values: written in
 * one batch, the target can check uniqueness of the result.
 */
export function orderExports<Export extends OrderedExport>(
  exports: readonly Export[],
): readonly (readonly Export[])[] {
  const sorted = exports.toSorted(byDefault)
  return ringsInOrder(sorted, predecessorsOf(sorted))
}

const RANK = { delete: 0, update: 1, add: 2 } as const

function byDefault(a: OrderedExport, b: OrderedExport): number {
  return (
    RANK[a.operation] - RANK[b.operation] ||
    compareText(a.createdAt ?? '', b.createdAt ?? '') ||
    compareText(a.dn, b.dn) ||
    compareText(a.id, b.id)
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** For each export the positions of those that must be written before it. */
function predecessorsOf(exports: readonly OrderedExport[]): readonly (readonly number[])[] {
  const releasedBy = new Map<string, number[]>()
  const byDn = new Map<string, number>()
  exports.forEach((one, index) => {
    for (const key of one.releases) {
      const list = releasedBy.get(key)
      if (list) list.push(index)
      else releasedBy.set(key, [index])
    }
    byDn.set(fold(one.dn), index)
  })
  const before: number[][] = exports.map(() => [])
  exports.forEach((one, index) => {
    for (const key of one.claims)
      before[index]?.push(...(releasedBy.get(key) ?? []).filter((i) => i !== index))
    const parent = byDn.get(parentKey(one.dn))
    const parentExport = parent === undefined ? undefined : exports[parent]
    if (parent === undefined || parentExport === undefined) return
    if (parentExport.operation === 'delete') before[parent]?.push(index)
    else if (one.operation !== 'delete') before[index]?.push(parent)
  })
  return before
}

function parentKey(dn: string): string {
  return fold(dn.replace(/^(?:\\.|[^,\\])*,?/, ''))
}

/** Strongly connected components, predecessors first (Tarjan, with an explicit stack: rings can be long). */
function ringsInOrder<Export>(
  exports: readonly Export[],
  before: readonly (readonly number[])[],
): readonly (readonly Export[])[] {
  const rings: Export[][] = []
  const order = new Int32Array(exports.length).fill(-1)
  const low = new Int32Array(exports.length)
  const onPath = new Uint8Array(exports.length)
  const path: number[] = []
  let next = 0
  const enter = (node: number) => {
    order[node] = next
    low[node] = next
    next += 1
    onPath[node] = 1
    path.push(node)
  }
  for (let root = 0; root < exports.length; root += 1) {
    if (order[root] !== -1) continue
    const work: { node: number; edge: number }[] = [{ node: root, edge: 0 }]
    enter(root)
    for (let frame = work.at(-1); frame !== undefined; frame = work.at(-1)) {
      const target = before[frame.node]?.[frame.edge]
      if (target !== undefined) {
        frame.edge += 1
        if (order[target] === -1) {
          enter(target)
          work.push({ node: target, edge: 0 })
        } else if (onPath[target] === 1) {
          low[frame.node] = Math.min(low[frame.node] ?? 0, order[target] ?? 0)
        }
        continue
      }
      work.pop()
      const parent = work.at(-1)
      if (parent) low[parent.node] = Math.min(low[parent.node] ?? 0, low[frame.node] ?? 0)
      if (low[frame.node] !== order[frame.node]) continue
      const ring = path.splice(path.lastIndexOf(frame.node))
      for (const node of ring) onPath[node] = 0
      rings.push(ring.sort((a, b) => a - b).flatMap((node) => exports[node] ?? []))
    }
  }
  return rings
}
