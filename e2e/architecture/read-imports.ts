import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** One import of a source file. `target` is a path from the project's root, or a package's name with subpath. */
export type Import = {
  readonly target: string
  readonly ours: boolean
  readonly typeOnly: boolean
  readonly line: number
}

export type SourceFile = {
  /** From the project's root, with `/`. */
  readonly path: string
  /** The text without comments; lines stay in place. */
  readonly code: string
  readonly imports: readonly Import[]
  /** Whether it begins with the 'use client' directive. */
  readonly client: boolean
}

const STATEMENT = /\b(?:import|export)\s+(type\s+)?(?:[\w*\s{},$]+?\s+from\s+)?['"]([^'"\n]+)['"]/g
const DYNAMIC = /\bimport\(\s*['"]([^'"\n]+)['"]/g

/** Reads a TypeScript file's imports, re-exports and dynamic imports. */
export function readSource(root: string, path: string): SourceFile {
  const code = withoutComments(readFileSync(join(root, path), 'utf8'))
  const statements = [...code.matchAll(STATEMENT)].map((match) =>
    toImport(path, match[2] ?? '', match[1] !== undefined, lineOf(code, match.index)),
  )
  const dynamic = [...code.matchAll(DYNAMIC)].map((match) =>
    toImport(path, match[1] ?? '', false, lineOf(code, match.index)),
  )
  return { path, code, imports: [...statements, ...dynamic], client: /^\s*['"]use client['"]/.test(code) }
}

function toImport(from: string, specifier: string, typeOnly: boolean, line: number): Import {
  if (!specifier.startsWith('.')) return { target: specifier, ours: false, typeOnly, line }
  return { target: normalize(join(dirname(from), specifier)), ours: true, typeOnly, line }
}

// Strings are matched first, so that a URL in one does not start a comment.
function withoutComments(text: string): string {
  const token = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g
  return text.replace(token, (found) => (found.startsWith('/') ? found.replace(/[^\n]/g, ' ') : found))
}

function lineOf(code: string, index: number): number {
  return code.slice(0, index).split('\n').length
}
