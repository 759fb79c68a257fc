import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StoredValue } from '../attributes/value.ts'
import { dnKey, isBelow, parseDn } from '../ldap/dn.ts'
import type {
  AttributeSyntax,
  Connector,
  ImportedObject,
  ImportProblem,
  PartitionScope,
} from './connector.ts'

/**
 * A connected directory to run the contract against. It must hold users and groups with references between them, an
 * object whose name needs escapes in a DN, and at least one container below a domain with some objects, but not all.
 */
export type ContractSubject = {
  /** A new instance for the same directory. */
  open(): Connector
  /** The whole directory. */
  readonly scope: readonly PartitionScope[]
  close?(): Promise<void>
}

type Read = {
  readonly objects: ImportedObject[]
  readonly problems: ImportProblem[]
  readonly completes: boolean[]
}

/** What every connector that reads a directory must do; each one runs it against a real directory. */
export function describeConnectorContract(name: string, setup: () => Promise<ContractSubject>): void {
  describe(`${name} obeys the connector contract`, () => {
    const signal = new AbortController().signal
    let subject: ContractSubject
    let connector: Connector
    let first: Read

    beforeAll(async () => {
      subject = await setup()
      connector = subject.open()
      first = await readEverything(connector, subject.scope)
    })
    afterAll(async () => {
      await connector?.close()
      await subject?.close?.()
    })

    it('passes its own connection test', async () => {
      const steps = await connector.test(signal)
      expect(steps.length).toBeGreaterThan(0)
      expect(steps.filter((step) => !step.ok)).toEqual([])
    })

    it('marks the last page, and only it, as complete', () => {
      expect(first.completes.at(-1)).toBe(true)
      expect(first.completes.slice(0, -1)).not.toContain(true)
    })

    it('gives each object once, with an anchor and a DN that parses', () => {
      expect(first.objects.length).toBeGreaterThan(0)
      expect(new Set(first.objects.map(({ anchor }) => anchor)).size).toBe(first.objects.length)
      for (const { anchor, dn } of first.objects) {
        expect(anchor).not.toBe('')
        expect(parseDn(dn).length).toBeGreaterThan(0)
      }
    })

    it('escapes what is special in a DN', () => {
      expect(first.objects.some(({ dn }) => /\\[,+"<>;=# \\]/.test(dn))).toBe(true)
    })

    it('gives the same objects again when nothing changed', async () => {
      const other = subject.open()
      const second = await readEverything(other, subject.scope)
      await other.close()
      expect(byAnchor(second.objects)).toEqual(byAnchor(first.objects))
    })

    it('types every value as its schema says, several values as a list', async () => {
      const schema = await connector.readSchema(signal)
      for (const { dn, objectType, attributes, references } of first.objects) {
        expect(schema.objectTypes, dn).toContain(objectType)
        for (const [attribute, value] of Object.entries(attributes)) {
          const known = schema.attributes[attribute]
          expect(known, attribute).toBeDefined()
          expect(Array.isArray(value), attribute).toBe(known?.multi)
          const values: readonly StoredValue[] = [value].flat()
          expect(values.length, attribute).toBeGreaterThan(0)
          for (const one of values) expect(syntaxOf(one), `${attribute} of ${dn}`).toBe(known?.syntax)
        }
        for (const { attribute } of references) expect(schema.attributes[attribute]?.syntax).toBe('reference')
      }
    })

    it('gives values that survive JSON and the database', () => {
      const json = JSON.stringify(first.objects)
      expect(JSON.parse(json)).toEqual(first.objects)
      expect(json).not.toContain('\\u0000')
    })

    it('names the target of a reference by DN and by the anchor that the target has', () => {
      const anchors = new Map(first.objects.map(({ dn, anchor }) => [dnKey(dn), anchor]))
      const references = first.objects.flatMap((object) => object.references)
      const known = references.filter(({ dn }) => anchors.has(dnKey(dn)))
      expect(known.length).toBeGreaterThan(0)
      for (const { dn, anchor } of known) expect(anchor, dn).toBe(anchors.get(dnKey(dn)))
    })

    it('reads each object from a domain in scope', () => {
      const partitions = subject.scope.map(({ dn }) => dn)
      for (const { dn, partition } of first.objects) {
        if (partitions.length > 0) expect(partitions).toContain(partition)
        if (partition !== '') expect(isBelow(dn, partition), dn).toBe(true)
      }
    })

    it('locates everything it read, and does not invent what it never saw', async () => {
      const invented = '00000000-0000-4000-8000-0000000000ff'
      const anchors = first.objects.map(({ anchor }) => anchor)
      const where = await connector.locate([...anchors, invented], subject.scope, signal)
      expect(where.size).toBe(anchors.length + 1)
      expect(anchors.filter((anchor) => where.get(anchor) !== 'in-scope')).toEqual([])
      expect(['unknown', 'deleted']).toContain(where.get(invented))
    })

    it('lists containers below the one that was opened, each with an id of its own', async () => {
      const domains = await connector.listContainers(undefined, signal)
      expect(domains.length).toBeGreaterThan(0)
      const seen = new Set(domains.map(({ guid }) => guid))
      for (const domain of domains) {
        for (const child of await connector.listContainers(domain.guid, signal)) {
          expect(isBelow(child.dn, domain.dn)).toBe(true)
          expect(seen.has(child.guid)).toBe(false)
          seen.add(child.guid)
        }
      }
    })

    it('reads one container, or all but one, exactly', async () => {
      const { domain, container, below } = await containerWithObjects(connector, first.objects, signal)
      const scope = (include: string[], exclude: string[]) => [{ dn: domain.dn, include, exclude }]
      const only = await readEverything(connector, scope([container.guid], []))
      const without = await readEverything(connector, scope([], [container.guid]))
      const ofDomain = first.objects.filter(({ dn }) => isBelow(dn, domain.dn))
      expect(anchorsOf(only.objects)).toEqual(anchorsOf(below))
      expect(anchorsOf(without.objects)).toEqual(
        anchorsOf(ofDomain.filter((object) => !below.includes(object))),
      )
    })

    it('says that an object outside the scope is outside, not gone', async () => {
      const { domain, container, below } = await containerWithObjects(connector, first.objects, signal)
      const scope = [{ dn: domain.dn, include: [], exclude: [container.guid] }]
      const where = await connector.locate(anchorsOf(below), scope, signal)
      expect(new Set(where.values())).toEqual(new Set(['out-of-scope']))
    })

    it('stops a read when it is aborted, without a complete page', async () => {
      const aborting = new AbortController()
      const other = subject.open()
      const completes: boolean[] = []
      const read = (async () => {
        for await (const page of other.readAll(subject.scope, aborting.signal)) {
          completes.push(page.complete)
          aborting.abort(new Error('stopped by the test'))
        }
      })()
      await expect(read).rejects.toThrow('stopped by the test')
      expect(completes).not.toContain(true)
      await other.close()
    })

    it('does nothing when it was aborted before', async () => {
      const other = subject.open()
      const aborted = AbortSignal.abort(new Error('stopped before'))
      await expect(other.readSchema(aborted)).rejects.toThrow('stopped before')
      await expect(other.locate([], subject.scope, aborted)).rejects.toThrow('stopped before')
      await other.close()
    })

    it('can be closed twice', async () => {
      const other = subject.open()
      await other.close()
      await other.close()
    })
  })
}

/** All pages of one read. */
export async function readEverything(connector: Connector, scope: readonly PartitionScope[]): Promise<Read> {
  const read: Read = { objects: [], problems: [], completes: [] }
  for await (const page of connector.readAll(scope, new AbortController().signal)) {
    read.objects.push(...page.objects)
    read.problems.push(...page.problems)
    read.completes.push(page.complete)
  }
  return read
}

async function containerWithObjects(
  connector: Connector,
  objects: readonly ImportedObject[],
  signal: AbortSignal,
) {
  for (const domain of await connector.listContainers(undefined, signal)) {
    for (const container of await connector.listContainers(domain.guid, signal)) {
      const below = objects.filter(({ dn }) => isBelow(dn, container.dn))
      if (below.length > 0 && below.length < objects.length) return { domain, container, below }
    }
  }
  throw new Error('the directory has no container with some of its objects')
}

function anchorsOf(objects: readonly ImportedObject[]): string[] {
  return objects.map(({ anchor }) => anchor).sort()
}

function byAnchor(objects: readonly ImportedObject[]): readonly ImportedObject[] {
  const text = ({ attribute, dn }: ImportedObject['references'][number]) => `${attribute}\n${dn}`
  return objects
    .map((object) => ({
      ...object,
      references: [...object.references].sort((a, b) => (text(a) < text(b) ? -1 : 1)),
    }))
    .sort((a, b) => (a.anchor < b.anchor ? -1 : 1))
}

function syntaxOf(value: StoredValue): AttributeSyntax {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'number') return 'number'
  return 'b' in value ? 'binary' : 'number'
}
