/** A domain or container of the tree, as a connector lists it. */
export type ScopeNode = {
  readonly guid: string
  readonly dn: string
  readonly name: string
  readonly kind: 'domain' | 'ou' | 'container'
  readonly hasChildren: boolean
  readonly note?: string | undefined
}

/** What is loaded of the tree: `domains` and, by parent, children. `stored` is the selection it started from. */
export type ScopeTree = {
  readonly domains: readonly ScopeNode[]
  readonly children: ReadonlyMap<string, readonly ScopeNode[]>
  readonly stored: readonly Partition[]
}

/**
 * What a person decided: container guid → in or out. A container without an entry is as its nearest decided ancestor
 * says, and out when there is none.
 */
export type Marks = ReadonlyMap<string, boolean>

/** The selection of one domain: container guids. No `include` is the whole domain. */
export type Partition = {
  readonly dn: string
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

export type TickState = 'in' | 'out' | 'mixed'

/** Every loaded container below a node, in no special order. */
function loadedBelow(tree: ScopeTree, guid: string): readonly string[] {
  return (tree.children.get(guid) ?? []).flatMap((child) => [child.guid, ...loadedBelow(tree, child.guid)])
}

/** Containers that were chosen before in this domain and are not loaded, so it is not known what they are below. */
function unreadOf(tree: ScopeTree, domain: ScopeNode): readonly string[] {
  const loaded = new Set(loadedBelow(tree, domain.guid)).add(domain.guid)
  const before = tree.stored.find(({ dn }) => sameDn(dn, domain.dn))
  return [...(before?.include ?? []), ...(before?.exclude ?? [])].filter((guid) => !loaded.has(guid))
}

function sameDn(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** State of each loaded container. A container is mixed when one below it differs. */
export function tickStates(tree: ScopeTree, marks: Marks): ReadonlyMap<string, TickState> {
  const states = new Map<string, TickState>()
  const visit = (node: ScopeNode, inherited: boolean): TickState => {
    const own = marks.get(node.guid) ?? inherited
    const below = (tree.children.get(node.guid) ?? []).map((child) => visit(child, own))
    const plain: TickState = own ? 'in' : 'out'
    const state = below.every((each) => each === plain) ? plain : 'mixed'
    states.set(node.guid, state)
    return state
  }
  for (const domain of tree.domains) {
    const state = visit(domain, false)
    const differs = unreadOf(tree, domain).some((guid) => marks.get(guid) === (state === 'out'))
    if (differs) states.set(domain.guid, 'mixed')
  }
  return states
}

/** Ticks or clears a container with everything below it. What is mixed becomes ticked. */
export function toggle(tree: ScopeTree, marks: Marks, guid: string): Marks {
  const states = tickStates(tree, marks)
  const next = new Map(marks)
  for (const below of loadedBelow(tree, guid)) next.delete(below)
  const domain = tree.domains.find((each) => each.guid === guid)
  for (const unread of domain === undefined ? [] : unreadOf(tree, domain)) next.delete(unread)
  next.set(guid, states.get(guid) !== 'in')
  return next
}

/** Everything or nothing. */
export function markAll(tree: ScopeTree, included: boolean): Marks {
  return new Map(tree.domains.map((domain) => [domain.guid, included]))
}

/** The selection as connectors store it; a domain with nothing ticked is left out. */
export function partitionsOf(tree: ScopeTree, marks: Marks): readonly Partition[] {
  return tree.domains.flatMap((domain) => {
    const below = [...loadedBelow(tree, domain.guid), ...unreadOf(tree, domain)]
    const include = below.filter((guid) => marks.get(guid) === true)
    const exclude = below.filter((guid) => marks.get(guid) === false)
    if (marks.get(domain.guid) !== true) {
      return include.length === 0 ? [] : [{ dn: domain.dn, include, exclude }]
    }
    // No include means the whole domain; with one, the domain itself has to be named too.
    return [{ dn: domain.dn, include: include.length === 0 ? [] : [domain.guid, ...include], exclude }]
  })
}

/** A selection as operations take it: a whole domain has no `include` at all. */
export function partitionInputs(partitions: readonly Partition[]) {
  return partitions.map(({ dn, include, exclude }) => ({
    dn,
    ...(include.length === 0 ? {} : { include: [...include] }),
    exclude: [...exclude],
  }))
}

/** The decisions behind a stored selection. */
export function marksOf(domains: readonly ScopeNode[], partitions: readonly Partition[]): Marks {
  const marks = new Map<string, boolean>()
  for (const { dn, include, exclude } of partitions) {
    const domain = domains.find((each) => sameDn(each.dn, dn))
    if (domain !== undefined) marks.set(domain.guid, include.length === 0)
    for (const guid of include) marks.set(guid, true)
    for (const guid of exclude) marks.set(guid, false)
  }
  return marks
}

/** Loaded containers that match, with the ones on the way to them; undefined when nothing is searched. */
export function matching(tree: ScopeTree, search: string): ReadonlySet<string> | undefined {
  const wanted = search.trim().toLowerCase()
  if (wanted === '') return undefined
  const shown = new Set<string>()
  const visit = (node: ScopeNode): boolean => {
    const below = (tree.children.get(node.guid) ?? []).map(visit).some(Boolean)
    const hit = node.name.toLowerCase().includes(wanted) || node.dn.toLowerCase().includes(wanted)
    if (hit || below) shown.add(node.guid)
    return hit || below
  }
  for (const domain of tree.domains) visit(domain)
  return shown
}
