import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readSource, type SourceFile } from './read-imports.ts'
import { findBreaches } from './rules.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

function source(
  path: string,
  imports: Partial<SourceFile['imports'][number]>[],
  extra: Partial<SourceFile> = {},
) {
  const found = imports.map((one) => ({ target: '', ours: true, typeOnly: false, line: 1, ...one }))
  return { path, code: '', client: false, ...extra, imports: found }
}

describe('the import rules', () => {
  it('hold in the whole product', () => {
    const paths = globSync('{app,server,db,workers}/**/*.{ts,tsx}', { cwd: root })
    expect(paths.length).toBeGreaterThan(50)
    expect(findBreaches(paths.map((path) => readSource(root, path)))).toEqual([])
  })

  it('let data flow in one direction: app → server → db', () => {
    expect(findBreaches([source('app/page.tsx', [{ target: 'db/client.ts' }])])).toEqual([
      'app/page.tsx:1 imports db/client.ts: app may import only app, server',
    ])
    expect(findBreaches([source('db/client.ts', [{ target: 'server/errors.ts' }])])).toHaveLength(1)
    expect(findBreaches([source('server/x.ts', [{ target: 'workers/main.ts' }])])).toHaveLength(1)
    expect(findBreaches([source('app/page.tsx', [{ target: 'pg', ours: false }])])).toHaveLength(1)
  })

  it('keep the order of the rooms in server', () => {
    expect(findBreaches([source('server/directory/a.ts', [{ target: 'server/sync/run.ts' }])])).toEqual([
      'server/directory/a.ts:1 imports server/sync/run.ts: directory stands before sync',
    ])
    expect(findBreaches([source('server/sync/run.ts', [{ target: 'server/directory/a.ts' }])])).toEqual([])
  })

  it('keep deciding code free of effects', () => {
    expect(
      findBreaches([source('server/sync/engine/a.ts', [{ target: 'node:fs', ours: false }])]),
    ).toHaveLength(1)
    const impure = source('server/rules/a.ts', [], { code: 'const a = 1\nconst b = Date.now()' })
    expect(findBreaches([impure])).toEqual([
      'server/rules/a.ts:2 reads the clock (Date.now), but is pure code',
    ])
  })

  it('keep server code out of the browser, also through another file', () => {
    const client = source('app/a.tsx', [{ target: 'app/b.ts' }], { client: true })
    const between = source('app/b.ts', [
      { target: 'server/jobs.ts' },
      { target: 'server/x.ts', typeOnly: true },
    ])
    expect(findBreaches([client, between])).toEqual([
      'app/b.ts:1 imports server/jobs.ts: the browser (client component app/a.tsx) may import only types and server/expression',
    ])
  })
})
