import { AppError } from '../../errors.ts'
import { dnKey } from '../../ldap/dn.ts'
import type {
  Connector,
  ConnectorSchema,
  ImportedObject,
  ImportProblem,
  PartitionScope,
  ReadPage,
  TestStep,
  Whereabouts,
} from '../connector.ts'
import { AD_SCHEMA } from './ad-schema.ts'
import { classify, LDIF_OBJECT_TYPES } from './classify.ts'
import { type AttributeChoice, chooseAttributes, decodeEntry } from './decode-entry.ts'
import { type LdifEntry, parseLdif } from './parse.ts'
import { anchorOf, type FileIndex, objectClasses, readIndex } from './read-index.ts'

/**
 * `open` gives the file from its beginning each time it is called; it must not change between the calls.
 * `attributes`: names to read; without it every attribute that is not computed, per-controller or secret.
 */
export type LdifConnectorOptions = {
  readonly open: () => AsyncIterable<Uint8Array>
  readonly attributes?: readonly string[]
}

const PAGE_OBJECTS = 1000
// Large groups close a page early, so that memory stays bounded.
const PAGE_VALUES = 50_000

/**
 * A directory as one LDIF export shows it (RFC 2849), read-only. The first call reads the whole file, so that a
 * malformed one is refused before anything is given out (`ldif.*`, see `parseLdif`; `ldif.no_objects` when it holds
 * no user, group or contact). An empty `scope` is the whole file. `locate` answers from the same file: an anchor
 * that is not in it is deleted.
 */
export function createLdifConnector({ open, attributes }: LdifConnectorOptions): Connector {
  const choice = chooseAttributes(attributes)
  let indexed: FileIndex | undefined
  const index = async (signal: AbortSignal): Promise<FileIndex> => {
    indexed ??= await readIndex(open(), signal)
    signal.throwIfAborted()
    if (indexed.objects === 0) throw noObjects(indexed)
    return indexed
  }
  return {
    test: (signal) => testFile(open, choice, () => index(signal), signal),
    readSchema: async (signal) => schemaOf(await index(signal), choice),
    listContainers: async (parentGuid, signal) => (await index(signal)).containers.list(parentGuid),
    async *readAll(scope, signal) {
      yield* readPages(open(), await index(signal), choice, scope, signal)
    },
    async locate(anchors, scope, signal) {
      const file = await index(signal)
      const inScope = file.containers.select(scope)
      return new Map(anchors.map((anchor) => [anchor, whereabouts(file, anchor, inScope)]))
    },
    close: async () => {
      indexed = undefined
    },
  }
}

async function testFile(
  open: () => AsyncIterable<Uint8Array>,
  choice: AttributeChoice,
  index: () => Promise<FileIndex>,
  signal: AbortSignal,
): Promise<readonly TestStep[]> {
  const startedAt = performance.now()
  const elapsedMs = () => Math.round(performance.now() - startedAt)
  try {
    const file = await index()
    let problems = 0
    let firstProblem: ImportProblem | undefined
    for await (const page of readPages(open(), file, choice, [], signal)) {
      problems += page.problems.length
      firstProblem ??= page.problems[0]
    }
    const details = { ...file.counts, otherEntries: file.others, problems }
    if (!firstProblem) return [{ name: 'parse', ok: true, elapsedMs: elapsedMs(), details }]
    const message = `${problems} objects cannot be read. The first: ${firstProblem.message}`
    return [
      {
        name: 'parse',
        ok: true,
        warning: true,
        code: firstProblem.code,
        message,
        elapsedMs: elapsedMs(),
        details,
      },
    ]
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [{ name: 'parse', ok: false, code: error.code, message: error.message, elapsedMs: elapsedMs() }]
  }
}

function schemaOf(file: FileIndex, choice: AttributeChoice): ConnectorSchema {
  const names = [...[...AD_SCHEMA.values()].map(({ name }) => name), ...file.attributeNames.values()]
  const types = names.flatMap((name) => choice.typeOf(name) ?? [])
  const attributes = types.map(({ name, syntax, multi }) => [name, { syntax, multi }] as const)
  return { objectTypes: LDIF_OBJECT_TYPES, attributes: Object.fromEntries(attributes) }
}

async function* readPages(
  source: AsyncIterable<Uint8Array>,
  file: FileIndex,
  choice: AttributeChoice,
  scope: readonly PartitionScope[],
  signal: AbortSignal,
): AsyncGenerator<ReadPage> {
  const inScope = file.containers.select(scope)
  const expected = file.containers.countIn(inScope)
  const resolve = (dn: string) => file.entries.findByDn(dnKey(dn))?.anchor
  let objects: ImportedObject[] = []
  let problems: ImportProblem[] = []
  let weight = 0
  for await (const entry of parseLdif(source)) {
    signal.throwIfAborted()
    const read = readObject(entry, file, choice, inScope, resolve)
    if (!read) continue
    if ('problem' in read) problems.push(read.problem)
    else objects.push(read.object)
    weight += entry.values.length
    if (objects.length + problems.length < PAGE_OBJECTS && weight < PAGE_VALUES) continue
    yield { objects, problems, complete: false, expected }
    objects = []
    problems = []
    weight = 0
  }
  if (objects.length + problems.length > 0) yield { objects, problems, complete: false, expected }
  // A page of its own: whoever stopped while taking the last objects has not read everything.
  signal.throwIfAborted()
  yield { objects: [], problems: [], complete: true, expected }
}

function readObject(
  entry: LdifEntry,
  file: FileIndex,
  choice: AttributeChoice,
  inScope: (container: number) => boolean,
  resolve: (dn: string) => string | undefined,
): { object: ImportedObject } | { problem: ImportProblem } | undefined {
  const kind = classify(objectClasses(entry))
  if (!kind || !('object' in kind)) return undefined
  const key = dnKey(entry.dn)
  const anchor = anchorOf(entry, key)
  if (anchor === 'unreadable') return { problem: unreadableAnchor(entry) }
  const place = file.entries.findByAnchor(anchor)
  if (!place || !inScope(place.container)) return undefined
  if (place.line !== entry.line) return { problem: duplicate(entry, anchor, 'objectGUID', place.line) }
  const first = file.entries.findByDn(key)
  if (first && first.line !== entry.line) return { problem: duplicate(entry, anchor, 'dn', first.line) }
  const decoded = decodeEntry(entry, choice, resolve)
  if (!decoded.ok) return { problem: { ...decoded.problem, anchor } }
  const { attributes, references } = decoded
  const partition = file.containers.partitionOf(place.container)
  return { object: { anchor, objectType: kind.object, dn: entry.dn, partition, attributes, references } }
}

// An object that is in the file but could not be read is in scope all the same: it must not count as deleted.
function whereabouts(file: FileIndex, anchor: string, inScope: (container: number) => boolean): Whereabouts {
  const entry = file.entries.findByAnchor(anchor)
  if (!entry) return file.unreadableAnchors > 0 ? 'unknown' : 'deleted'
  return inScope(entry.container) ? 'in-scope' : 'out-of-scope'
}

function unreadableAnchor({ dn, line }: LdifEntry): ImportProblem {
  return {
    dn,
    attribute: 'objectGUID',
    code: 'ldif.value_malformed',
    message: `Line ${line}: objectGUID of "${dn}" is neither 16 bytes nor the text of a GUID. Export the entry again.`,
  }
}

function duplicate({ dn, line }: LdifEntry, anchor: string, attribute: string, first: number): ImportProblem {
  return {
    dn,
    anchor,
    attribute,
    code: 'ldif.entry_twice',
    message: `Line ${line}: "${dn}" has the same ${attribute} as the entry at line ${first}, which is used. Remove one of them.`,
  }
}

function noObjects({ others }: FileIndex): AppError {
  return new AppError(
    'invalid',
    'ldif.no_objects',
    `The file holds no users, groups or contacts (${others} other entries). Export the domain with the attribute objectClass included.`,
  )
}
