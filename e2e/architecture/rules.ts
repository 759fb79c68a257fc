import type { Import, SourceFile } from './read-imports.ts'

/**
 * The order of the rooms in `server`: each imports only itself and what stands before it. An entry is a folder or a
 * file without ending; the longest one that fits counts.
 */
const SERVER_ORDER = [
  'errors',
  'attributes',
  'ids',
  'operation/permissions',
  'operation/roles',
  'context',
  'config',
  'log',
  'jobs',
  'operation',
  'secrets',
  'expression',
  'ldap',
  'events',
  'access',
  'audit',
  'directory',
  'connectors',
  'uploads',
  'rules',
  'cloud-sync',
  'configuration',
  'connections/connection-input',
  'connections/secret-binding',
  'connections/open-connector',
  'notifications',
  'system',
  'health',
  'sync',
  'connections',
  'graph',
  'authn',
  'api',
]

/** Code that decides: values in, values out. */
const PURE = [
  'server/attributes/',
  'server/expression/',
  'server/rules/',
  'server/sync/engine/',
  'server/cloud-sync/compile.ts',
]

/** What pure code may import beside other pure code. */
const PURE_MAY_IMPORT = ['server/errors.ts', 'zod']

const IMPURE_CODE: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /\bDate\.now\(/, what: 'reads the clock (Date.now)' },
  { pattern: /\bnew Date\(\s*\)/, what: 'reads the clock (new Date())' },
  { pattern: /\bMath\.random\(/, what: 'is random (Math.random)' },
  { pattern: /\bcrypto\.(?:randomUUID|getRandomValues)\(/, what: 'is random (crypto)' },
  { pattern: /\bprocess\.\w/, what: 'reads the process' },
  { pattern: /\bconsole\.\w/, what: 'writes to the console' },
  { pattern: /\b(?:fetch|setTimeout|setInterval|queueMicrotask)\(/, what: 'has an effect (fetch or timer)' },
  { pattern: /\b(?:async|await)\b/, what: 'is asynchronous' },
]

/** Which rooms a room may import. `e2e` and tests may import anything. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  app: ['app', 'server'],
  server: ['server', 'db', 'package.json'],
  db: ['db'],
  workers: ['workers', 'server', 'db'],
}

const FORBIDDEN_PACKAGES: Readonly<Record<string, RegExp>> = {
  app: /^(?:pg|pg-boss|drizzle-orm|ldapts)(?:\/|$)/,
  server: /^(?:next|react|react-dom)(?:\/|$)/,
  db: /^(?:next|react|react-dom|pg-boss|ldapts)(?:\/|$)/,
  workers: /^(?:react|react-dom)(?:\/|$)/,
}

/** Every breach of the import rules, one readable line each. */
export function findBreaches(sources: readonly SourceFile[]): string[] {
  const product = sources.filter(({ path }) => !isTestCode(path))
  return [
    ...product.flatMap((source) => source.imports.flatMap((found) => breachesOfImport(source, found))),
    ...product.filter(({ path }) => isPure(path)).flatMap(impureCode),
    ...clientBreaches(product),
  ]
}

function breachesOfImport(source: SourceFile, found: Import): string[] {
  return [roomBreach, packageBreach, pureBreach, orderBreach]
    .map((rule) => rule(source, found))
    .filter((reason) => reason !== undefined)
    .map((reason) => `${source.path}:${found.line} imports ${found.target}: ${reason}`)
}

function roomBreach({ path }: SourceFile, { target, ours }: Import): string | undefined {
  const allowed = ROOMS[roomOf(path)]
  if (!ours || allowed === undefined || allowed.includes(roomOf(target))) return undefined
  return `${roomOf(path)} may import only ${allowed.join(', ')}`
}

function packageBreach({ path }: SourceFile, { target, ours }: Import): string | undefined {
  const forbidden = FORBIDDEN_PACKAGES[roomOf(path)]
  if (ours || !forbidden?.test(target)) return undefined
  return `${roomOf(path)} must not use this package`
}

function pureBreach({ path }: SourceFile, { target, typeOnly }: Import): string | undefined {
  if (!isPure(path) || typeOnly || isPure(target)) return undefined
  if (PURE_MAY_IMPORT.some((allowed) => target === allowed || target.startsWith(`${allowed}/`)))
    return undefined
  return 'pure code imports only pure code'
}

function orderBreach({ path }: SourceFile, { target, ours }: Import): string | undefined {
  if (!ours || roomOf(path) !== 'server' || roomOf(target) !== 'server') return undefined
  const from = placeOf(path)
  const to = placeOf(target)
  if (from === undefined) return `${path} has no place in SERVER_ORDER; give it one`
  if (to === undefined || to.index <= from.index) return undefined
  return `${from.name} stands before ${to.name}`
}

function placeOf(path: string): { name: string; index: number } | undefined {
  const inside = path.slice('server/'.length).replace(/\.tsx?$/, '')
  return SERVER_ORDER.map((name, index) => ({ name, index }))
    .filter(({ name }) => inside === name || inside.startsWith(`${name}/`))
    .sort((a, b) => b.name.length - a.name.length)[0]
}

function impureCode({ path, code }: SourceFile): string[] {
  return code
    .split('\n')
    .flatMap((line, index) =>
      IMPURE_CODE.filter(({ pattern }) => pattern.test(withoutStrings(line))).map(
        ({ what }) => `${path}:${index + 1} ${what}, but is pure code`,
      ),
    )
}

/** What reaches the browser: client components and all they import by value. */
function clientBreaches(sources: readonly SourceFile[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const reached = new Map<string, string>()
  const visit = (source: SourceFile, because: string) => {
    if (reached.has(source.path)) return
    reached.set(source.path, because)
    for (const found of source.imports) {
      const next = byPath.get(found.target)
      if (next && !found.typeOnly && roomOf(found.target) === 'app') visit(next, because)
    }
  }
  for (const source of sources) if (source.client) visit(source, source.path)
  return [...reached].flatMap(([path, because]) =>
    (byPath.get(path)?.imports ?? [])
      .filter((found) => found.ours && !found.typeOnly && roomOf(found.target) === 'server')
      .filter((found) => !found.target.startsWith('server/expression/'))
      .map(
        (found) =>
          `${path}:${found.line} imports ${found.target}: the browser (client component ${because}) ` +
          'may import only types and server/expression',
      ),
  )
}

function withoutStrings(line: string): string {
  return line.replace(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`/g, "''")
}

function roomOf(path: string): string {
  return path.split('/')[0] ?? ''
}

function isPure(path: string): boolean {
  return PURE.some((place) => path.startsWith(place))
}

function isTestCode(path: string): boolean {
  return /\.test\.tsx?$|(?:^|\/)(?:testing(?:\.ts|\/)|fixtures\/)|^e2e\//.test(path)
}
