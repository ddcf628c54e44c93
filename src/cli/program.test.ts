/** The built program in a process of its own: what only a process can show. */
import { execFileSync, type SpawnOptions, spawn } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  readdirSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildImage } from '../engine/compose/build-image.ts'
import { dirty } from '../engine/compose/samples/dirty.ts'
import { inTempDir } from '../testing/qemu.ts'
import { PROJECT } from '../testing/source-files.ts'
import { writeImage } from '../testing/write-image.ts'

let folder: string
let program: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'program-'))
  const vite = join(PROJECT, 'node_modules/vite/bin/vite.js')
  const options = ['build', '--mode', 'cli', '--logLevel', 'error', '--outDir', folder]
  execFileSync(process.execPath, [vite, ...options], { cwd: PROJECT, stdio: 'inherit' })
  program = join(folder, 'vhdx-inspector.js')
}, 60_000)

afterAll(() => rm(folder, { recursive: true }))

interface Ended {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

function start(command: string, args: readonly string[], options: SpawnOptions = {}) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout?.on('data', (chunk) => {
    out += String(chunk)
  })
  child.stderr?.on('data', (chunk) => {
    err += String(chunk)
  })
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (status) => resolve({ status, out, err }))
  })
  return { child, ended }
}

const withImage = (use: (path: string, dir: string) => Promise<void>) =>
  inTempDir(async (dir) => {
    const path = join(dir, 'image.vhdx')
    await writeImage(path, buildImage(dirty))
    await use(path, dir)
  })

/** In place of cp: it copies, and is not done before the file named `go` is there. */
const SLOW_CP = `#!/bin/sh
if [ "$1" = --version ]; then echo coreutils; exit; fi
shift 3
/bin/cp "$@" && touch "$STATE/copied"
while [ ! -e "$STATE/go" ]; do sleep 0.02; done
`

/** Starts a replay to `out.vhdx` in `dir`; resolves when the copy is made, but cp has not ended. */
async function startSlowReplay(path: string, dir: string) {
  const state = await mkdtemp(join(folder, 'slow-'))
  writeFileSync(join(state, 'cp'), SLOW_CP, { mode: 0o755 })
  const { PATH } = process.env
  const env = { ...process.env, PATH: `${state}:${PATH}`, STATE: state }
  const { child, ended } = start(program, ['replay', path, join(dir, 'out.vhdx')], { env })
  while (!existsSync(join(state, 'copied'))) await new Promise((done) => setTimeout(done, 10))
  return { child, ended, goOn: () => writeFileSync(join(state, 'go'), '') }
}

test('runs by itself and says how it ends', async () => {
  await withImage(async (path, dir) => {
    const version = await start(program, ['--version']).ended
    expect(version).toMatchObject({ status: 0, out: expect.stringMatching(/^vhdx-inspector \d/) })
    expect((await start(program, ['inspect', path]).ended).status).toBe(10)
    expect((await start(program, ['replay', path, 'out.vhdx'], { cwd: dir }).ended).status).toBe(0)
    expect((await start(program, ['inspect', join(dir, 'out.vhdx')]).ended).status).toBe(0)
    expect((await start(program, ['inspect']).ended).status).toBe(2)
  })
})

describe('a run that does not come to its end leaves nothing', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('after %s', async (signal) => {
    await withImage(async (path, dir) => {
      const { child, ended } = await startSlowReplay(path, dir)
      expect(readdirSync(dir)).toHaveLength(2)
      child.kill(signal)
      const { status, err } = await ended
      expect({ status, err }).toEqual({ status: 1, err: 'Interrupted: nothing was written.\n' })
      expect(readdirSync(dir)).toEqual(['image.vhdx'])
    })
  })

  test('when there is no room for the copy', async () => {
    await withImage(async (path, dir) => {
      // A limit of 4 MiB for any file stands for a disk that is full.
      const script = 'ulimit -f 4096; exec "$0" "$@"'
      const args = ['-c', script, program, 'replay', path, join(dir, 'out.vhdx')]
      const { status, err } = await start('bash', args).ended
      expect(status).toBe(1)
      expect(err).toMatch(/^The copy could not be made: [^\n]+\.\n$/)
      expect(readdirSync(dir)).toEqual(['image.vhdx'])
    })
  })

  test.each([
    ['changes', (path: string) => utimesSync(path, 1, 1)],
    ['grows', (path: string) => appendFileSync(path, 'x')],
    ['shrinks', (path: string) => truncateSync(path, 2 ** 20)],
  ])('when the image %s meanwhile', async (_, change) => {
    await withImage(async (path, dir) => {
      const { ended, goOn } = await startSlowReplay(path, dir)
      change(path)
      goOn()
      const { status, err } = await ended
      expect({ status, err }).toMatchObject({ status: 1, err: expect.stringContaining('changed') })
      expect(readdirSync(dir)).toEqual(['image.vhdx'])
    })
  })
})

test('an output that nobody reads any more is a failure, not a defect', async () => {
  await withImage(async (path) => {
    const { child, ended } = start(program, ['inspect', path])
    child.stdout?.destroy()
    const { status, err } = await ended
    expect({ status, err }).toEqual({ status: 1, err: 'The output could not be written.\n' })
  })
})
