/** The project's own source files and what they import, for the tests of its structure. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

export const PROJECT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export interface Import {
  /** A file's path in the project, or a package's name as it is written. */
  readonly target: string
  readonly isRelative: boolean
  /** `import type`: leaves nothing in the built code. */
  readonly isType: boolean
}

export interface SourceFile {
  /** In the project, with `/`. */
  readonly path: string
  readonly text: string
  readonly lines: number
  readonly imports: readonly Import[]
}

/** Every file below `folder`, whatever it is. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(join(PROJECT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    return entry.isDirectory() ? filesIn(path) : [path]
  })
}

export function readSource(path: string): SourceFile {
  const text = readFileSync(join(PROJECT, path), 'utf8')
  const lines = text.split('\n').length - 1
  return { path, text, lines, imports: importsOf(path, text) }
}

const FROM = /^\s*(?:import|export)\s+(type\s)?[^;'"()]*?\sfrom\s+['"]([^'"]+)['"]/gm
const BARE = /^\s*import\s+['"]([^'"]+)['"]/gm
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g
const WORKER = /new URL\(\s*['"]([^'"]+\.tsx?)['"]/g

const COMPOSED = /\bcomposes:[^;]*?\bfrom\s+['"]([^'"]+)['"]/g

function importsOf(path: string, text: string): readonly Import[] {
  const patterns = path.endsWith('.css') ? [COMPOSED] : [BARE, DYNAMIC, WORKER]
  if (!/\.(tsx?|mjs|css)$/.test(path)) return []
  const found = [
    ...[...text.matchAll(FROM)].map(([, type, name]) => [name, type !== undefined] as const),
    ...patterns.flatMap((pattern) =>
      [...text.matchAll(pattern)].map(([, name]) => [name, false] as const),
    ),
  ]
  return found.map(([name = '', isType]) => {
    const isRelative = name.startsWith('.')
    return { target: isRelative ? posix.join(dirname(path), name) : name, isRelative, isType }
  })
}

export const isTest = (path: string): boolean => /\.(test|spec|bench)\.tsx?$/.test(path)
