import { AppError } from '../../errors.ts'
import type { AttributeSyntax, Connector, PartitionScope, Whereabouts } from '../connector.ts'
import type { MemoryDirectory } from './directory.ts'

/** A connector to a directory in memory; fails on demand, see `Faults`. */
export function createMemoryConnector(directory: MemoryDirectory): Connector {
  return {
    async test(signal) {
      signal.throwIfAborted()
      return [{ name: 'read', ok: true, elapsedMs: 0 }]
    },
    async readSchema(signal) {
      signal.throwIfAborted()
      const attributes: Record<string, { syntax: AttributeSyntax; multi: boolean }> = {}
      for (const object of directory.objects.values()) {
        for (const [name, value] of Object.entries(object.attributes)) {
          const [one] = [value].flat()
          const multi = Array.isArray(value)
          if (typeof one === 'boolean') attributes[name] = { syntax: 'boolean', multi }
          else if (typeof one === 'string') attributes[name] = { syntax: 'string', multi }
          else if (typeof one === 'object' && 'b' in one) attributes[name] = { syntax: 'binary', multi }
          else attributes[name] = { syntax: 'number', multi }
        }
        for (const name of Object.keys(object.references))
          attributes[name] = { syntax: 'reference', multi: true }
      }
      return {
        objectTypes: [...new Set([...directory.objects.values()].map((one) => one.objectType))],
        attributes,
      }
    },
    async listContainers(parentGuid, signal) {
      signal.throwIfAborted()
      return parentGuid === undefined ? [directory.domain] : directory.children(parentGuid)
    },
    async *readAll(scope, signal) {
      const { faults } = directory
      const objects = [...directory.objects.values()]
        .filter((object) => isSelected(directory, object.anchor, scope))
        .filter((object) => !faults.hidden?.has(object.anchor) && !faults.empty)
        .map((object) => directory.imported(object))
      const pages = Math.max(1, Math.ceil(objects.length / directory.pageSize))
      for (let page = 0; page < pages; page++) {
        signal.throwIfAborted()
        if (page === faults.breaksAfterPages) throw brokenOff()
        const start = page * directory.pageSize
        yield {
          objects: objects.slice(start, start + directory.pageSize),
          problems: page === 0 ? (faults.problems ?? []) : [],
          complete: page === pages - 1,
          expected: objects.length,
        }
      }
    },
    async locate(anchors, scope, signal) {
      signal.throwIfAborted()
      const told = (anchor: string): Whereabouts => {
        if (!directory.objects.has(anchor)) return 'deleted'
        return isSelected(directory, anchor, scope) ? 'in-scope' : 'out-of-scope'
      }
      return new Map(anchors.map((anchor) => [anchor, directory.faults.located?.get(anchor) ?? told(anchor)]))
    },
    async parameters(signal) {
      signal.throwIfAborted()
      const fqdn = directory.domain.dn.replace(/^DC=/, '').replaceAll(',DC=', '.')
      const netbios = fqdn.split('.')[0]?.toUpperCase() ?? ''
      const names = { FQDN: fqdn, Netbios: netbios, LDAP: directory.domain.dn }
      const both = ['Domain', 'Forest'].flatMap((level) =>
        Object.entries(names).map(([name, value]) => [`${level}.${name}`, value] as const),
      )
      return { [directory.domain.dn]: Object.fromEntries(both) }
    },
    async close() {},
  }
}

function isSelected(directory: MemoryDirectory, anchor: string, scope: readonly PartitionScope[]): boolean {
  const object = directory.objects.get(anchor)
  const partition = scope.find((one) => directory.isKnownDomain(one.dn))
  return object !== undefined && partition !== undefined && directory.isInScope(object, partition)
}

function brokenOff(): AppError {
  return new AppError(
    'unavailable',
    'ldap.connection_lost',
    'The directory closed the connection. Try again.',
  )
}
