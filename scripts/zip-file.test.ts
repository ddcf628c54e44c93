import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findProgram } from './run.mjs'
import { zip } from './zip-file.mjs'

const modified = new Date(2026, 10, 30, 21, 30, 8)
const random = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * index * 31) % 251))
const MEMBERS = [
  { name: 'a/empty.txt', bytes: Buffer.alloc(0), modified },
  { name: 'a/b/größe.bin', bytes: random, modified },
  { name: 'a/run.mjs', bytes: Buffer.from('x'.repeat(100_000)), modified, executable: true },
]

/** Unpacks an archive with a program, and gives the folder to `look`. */
function unpacked(program: string, args: readonly string[], look: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'zip-'))
  try {
    writeFileSync(join(folder, 'archive.zip'), zip(MEMBERS))
    const { status, stderr, stdout } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' })
    expect(status, stderr + stdout).toBe(0)
    look(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function expectMembers(folder: string): void {
  for (const { name, bytes } of MEMBERS) {
    expect(readFileSync(join(folder, name)).equals(bytes), name).toBe(true)
  }
}

test('an archive is packed: a file of one letter takes next to nothing', () => {
  expect(zip(MEMBERS).length).toBeLessThan(random.length + 1500)
})

test.skipIf(findProgram('python3') === undefined)('Python unpacks it, and finds no fault', () => {
  const script =
    'import zipfile; z = zipfile.ZipFile("archive.zip"); assert z.testzip() is None; z.extractall()'
  unpacked('python3', ['-c', script], expectMembers)
})

test.skipIf(findProgram('unzip') === undefined)('unzip restores times and permissions', () => {
  unpacked('unzip', ['-q', 'archive.zip'], (folder) => {
    expectMembers(folder)
    const { mode, mtime } = statSync(join(folder, 'a/run.mjs'))
    expect([mode & 0o777, mtime]).toEqual([0o755, modified])
  })
})
