import { AppError } from '../../errors.ts'
import { ExtendedDnControl } from '../../ldap/controls.ts'
import { parseExtendedDn } from '../../ldap/extended-dn.ts'
import { filter } from '../../ldap/filter.ts'
import { rangeOf } from '../../ldap/ranged-values.ts'
import type { DirectoryEntry } from '../../ldap/search-entry.ts'
import type { LdapSession } from '../../ldap/session.ts'
import type {
  ConnectorSchema,
  ImportedObject,
  ImportProblem,
  PartitionScope,
  ReadPage,
} from '../connector.ts'
import { completeRanges } from './complete-ranges.ts'
import { type DecodingPlan, decodeEntry, planDecoding } from './decode-entry.ts'
import {
  type ResolvedPartition,
  resolveScope,
  type ScopeDecision,
  sameScope,
  scopeDecision,
} from './scope.ts'
import type { ActiveDirectorySettings } from './settings.ts'

const DEFAULT_PAGE_SIZE = 1000
/** References that one page should hold at most: pages get shorter where groups are large. */
const PAGE_REFERENCES = 50_000

/** Users and what derives from them except machines and managed service accounts; no objectCategory, so that nothing indexed differently is lost. */
export const OBJECTS = filter.and(
  filter.or(
    filter.equals('objectClass', 'user'),
    filter.equals('objectClass', 'group'),
    filter.equals('objectClass', 'contact'),
    filter.equals('objectClass', 'foreignSecurityPrincipal'),
  ),
  filter.not(filter.equals('objectClass', 'computer')),
)

/** One page while its entries arrive. */
type Draft = {
  readonly objects: ImportedObject[]
  readonly problems: ImportProblem[]
  /** Position in `objects` → attributes whose values are not all there yet. */
  readonly open: Map<number, readonly string[]>
}

/**
 * Everything in scope, page by page, over one connection. The last page is empty and `complete`; it comes only when
 * every search ended with success, something was found, and the selected containers are still where they were.
 */
export async function* readAllObjects(
  session: LdapSession,
  schema: ConnectorSchema,
  settings: Pick<ActiveDirectorySettings, 'attributes' | 'pageSize' | 'valuesPerAnswer'>,
  scope: readonly PartitionScope[],
  signal: AbortSignal,
): AsyncGenerator<ReadPage> {
  const plan = planDecoding(schema, settings.attributes)
  const partitions = await resolveScope(session, scope, signal)
  const inScope = scopeDecision(partitions)
  let found = 0
  for (const partition of partitions) {
    let foundHere = 0
    for await (const draft of readPartition(session, partition, plan, inScope, settings, signal)) {
      const objects = await finishRanges(session, draft, settings.valuesPerAnswer, signal)
      foundHere += objects.length + draft.problems.length
      if (objects.length > 0 || draft.problems.length > 0)
        yield { objects, problems: draft.problems, complete: false }
    }
    if (foundHere === 0 && partition.includesRest) throw emptyAnswer(partition.dn)
    found += foundHere
  }
  signal.throwIfAborted()
  if (found === 0) throw emptyAnswer(partitions.map(({ dn }) => dn).join(', '))
  if (!sameScope(partitions, await resolveScope(session, scope, signal))) throw scopeChanged()
  yield { objects: [], problems: [], complete: true }
}

async function* readPartition(
  session: LdapSession,
  partition: ResolvedPartition,
  plan: DecodingPlan,
  inScope: ScopeDecision,
  settings: Pick<ActiveDirectorySettings, 'pageSize' | 'valuesPerAnswer'>,
  signal: AbortSignal,
): AsyncGenerator<Draft> {
  const attributes = requestedAttributes(plan, settings.valuesPerAnswer)
  const controls = [new ExtendedDnControl()]
  const newSink = () => {
    const page: Draft = { objects: [], problems: [], open: new Map() }
    const sink = {
      entry: (entry: DirectoryEntry) => take(entry, plan, partition.dn, inScope, page),
      problem: ({ dn, reason }: { dn: string; reason: string }) => {
        page.problems.push(unreadable(dn, reason))
      },
    }
    return { page, sink }
  }
  const largest = settings.pageSize ?? DEFAULT_PAGE_SIZE
  let size = largest
  for (const base of partition.bases) {
    const request = { base, scope: 'sub', filter: OBJECTS, attributes, controls } as const
    for await (const page of session.pages(request, () => size, newSink, signal)) {
      const references = page.objects.reduce((sum, object) => sum + object.references.length, 0)
      const perObject = references / Math.max(1, page.objects.length)
      size = Math.max(1, Math.min(largest, Math.floor(PAGE_REFERENCES / Math.max(1, perObject))))
      yield page
    }
  }
}

function take(
  entry: DirectoryEntry,
  plan: DecodingPlan,
  partition: string,
  inScope: ScopeDecision,
  page: Draft,
): void {
  const { dn } = parseExtendedDn(entry.dn)
  try {
    if (!inScope(dn)) return
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    page.problems.push({ dn, code: error.code, message: error.message })
    return
  }
  const decoded = decodeEntry(entry, plan, partition)
  if (!decoded.ok) {
    page.problems.push(decoded.problem)
    return
  }
  if (decoded.open.length > 0) page.open.set(page.objects.length, decoded.open)
  page.objects.push(decoded.object)
}

async function finishRanges(
  session: LdapSession,
  draft: Draft,
  size: number | undefined,
  signal: AbortSignal,
): Promise<readonly ImportedObject[]> {
  for (const [index, attributes] of draft.open) {
    const object = draft.objects[index]
    if (object !== undefined)
      draft.objects[index] = await completeRanges(session, object, attributes, size, signal)
  }
  return draft.objects
}

function requestedAttributes(plan: DecodingPlan, valuesPerAnswer: number | undefined): readonly string[] {
  return [...plan.values()].map(({ name, syntax, multi }) =>
    valuesPerAnswer !== undefined && syntax === 'reference' && multi
      ? rangeOf(name, 0, valuesPerAnswer)
      : name,
  )
}

function unreadable(dn: string, reason: string): ImportProblem {
  const { dn: plain, guid } = parseExtendedDn(dn)
  return {
    dn: plain,
    ...(guid !== undefined && { anchor: guid }),
    code: 'ldap.entry_unreadable',
    message: `${plain === '' ? 'An entry' : plain} cannot be read: it ${reason}. Correct it in the directory, or exclude its container.`,
  }
}

function emptyAnswer(place: string): AppError {
  return new AppError(
    'invalid',
    'ldap.empty_answer',
    `No users, groups or contacts were found in the selection of ${place}. That is more likely a missing right than the truth, so nothing is deleted. Choose containers that hold objects, and check that the account may read them.`,
  )
}

function scopeChanged(): AppError {
  return new AppError(
    'unavailable',
    'ldap.scope_changed',
    'A selected container was renamed or moved while it was read. Read again.',
  )
}
