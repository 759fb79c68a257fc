import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import manifest from '../package.json' with { type: 'json' }

const project = fileURLToPath(new URL('..', import.meta.url))

type Lock = { readonly packages: Readonly<Record<string, { optionalDependencies?: Record<string, string> }>> }

describe('the package', () => {
  it('pins every dependency exactly', () => {
    const versions = {
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
    }
    const loose = Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    expect(loose).toEqual([])
  })

  it('records no registry in its lock file', async () => {
    expect(await readFile(`${project}/package-lock.json`, 'utf8')).not.toContain('"resolved"')
  })

  it('locks every platform package, or "npm ci" refuses the lock file', async () => {
    const lock: Lock = JSON.parse(await readFile(`${project}/package-lock.json`, 'utf8'))
    const locked = Object.keys(lock.packages)
    const missing = Object.values(lock.packages)
      .flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
      .filter((name) => !locked.some((path) => path.endsWith(`node_modules/${name}`)))
    expect(missing).toEqual([])
  })

  it('carries the licence it declares', async () => {
    const text = await readFile(`${project}/LICENSE`, 'utf8')
    expect(manifest.license).toBe('Apache-2.0')
    expect(text).toContain('Apache License\n                           Version 2.0, January 2004')
  })

  it('can be described as a CycloneDX bill of materials', { timeout: 60_000 }, async () => {
    const options = ['sbom', '--loglevel=error', '--sbom-format=cyclonedx']
    const { stdout } = await promisify(execFile)('npm', options, {
      cwd: project,
      maxBuffer: 64 * 1024 * 1024,
    })
    const bill: { bomFormat: string; components: { name: string }[] } = JSON.parse(stdout)
    expect(bill.bomFormat).toBe('CycloneDX')
    expect(bill.components.map((component) => component.name)).toContain('pg')
  })
})
