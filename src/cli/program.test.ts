/** The built program in a process of its own: what only a process can show. */
import { execFileSync, type SpawnOptions, spawn } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildImage } from '../engine/compose/build-image.ts'
import { buildRecipe } from '../engine/compose/build-recipe.ts'
import type { Recipe } from '../engine/compose/recipe.ts'
import { dirty } from '../engine/compose/samples/dirty.ts'
import { undoOf, withoutHeaders } from '../testing/in-place.ts'
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
    await writeImage(path, buildRecipe(dirty))
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

describe('a replay in place that is killed', () => {
  /** Thousands of sectors all over the file, so that the writing takes its time. */
  const large: Recipe = {
    ...dirty,
    fileSize: '24MiB',
    patches: [],
    log: {
      length: '4MiB',
      entries: [0, 1, 2, 3].map((index) => ({
        descriptors: [
          { kind: 'data', fileOffset: `${12 + index * 2}MiB`, fill: index + 1, count: 250 },
          { kind: 'zero', fileOffset: `${20 + index}MiB`, length: '64KiB' },
        ],
      })),
    },
  }
  const KILLS = 7

  /** Kills the replay `delay` milliseconds after the undo file is there; `undefined` lets it end. */
  async function replayAndKill(path: string, delay: number | undefined) {
    const undo = undoOf(path)
    const { child, ended } = start(program, ['replay', '--in-place', '--yes', path])
    let isOver = false
    void ended.then(() => {
      isOver = true
    })
    while (!isOver && !existsSync(undo)) await new Promise((done) => setImmediate(done))
    const begun = performance.now()
    if (delay !== undefined) {
      await new Promise((done) => setTimeout(done, delay))
      child.kill('SIGKILL')
    }
    const { status } = await ended
    return { status, undo, took: performance.now() - begun }
  }

  test('at any moment is completed by the same command, or taken back', async () => {
    await inTempDir(async (dir) => {
      const [original, path] = [join(dir, 'original'), join(dir, 'image.vhdx')]
      await writeImage(original, buildRecipe(large))
      copyFileSync(original, path)
      const { status, undo, took } = await replayAndKill(path, undefined)
      expect(status).toBe(0)
      // A machine with less to do than before is faster, and a kill must come before the end.
      let shortest = took
      const [before, after] = [readFileSync(original), await withoutHeaders(path)]

      let killed = 0
      for (let kill = 0; kill < KILLS; kill++) {
        rmSync(undo)
        copyFileSync(original, path)
        const run = await replayAndKill(path, (shortest * kill) / KILLS)
        if (run.status === null) killed++
        else shortest = Math.min(shortest, run.took)
        const isBack = kill % 3 === 0
        if (isBack) expect((await start(program, ['undo', undo, path]).ended).status).toBe(0)
        if (isBack) expect(Buffer.compare(readFileSync(path), before)).toBe(0)
        const again = await start(program, ['replay', '--in-place', '--yes', path]).ended
        expect(again).toMatchObject({ status: 0, err: '' })
        expect(Buffer.compare(await withoutHeaders(path), after)).toBe(0)
        expect((await start(program, ['inspect', path]).ended).status).toBe(0)
      }
      expect(killed).toBeGreaterThan(KILLS / 3)
    })
  }, 120_000)
})

test('without a terminal nothing is asked, and nothing waits for an answer', async () => {
  await withImage(async (path) => {
    const { status, err } = await start(program, ['replay', '--in-place', path]).ended
    expect({ status, err }).toEqual({
      status: 10,
      err: 'Nothing was changed: repeat the command with --yes to do this.\n',
    })
  })
})

test('a replay in place that has no room leaves the file to be replayed', async () => {
  await withImage(async (path, dir) => {
    // A limit of 10 MiB for any file: the replay makes it longer.
    const script = 'ulimit -f 10240; exec "$0" "$@"'
    const args = ['-c', script, program, 'replay', '--in-place', '--yes', path]
    const { status, err } = await start('bash', args).ended
    expect(status).toBe(1)
    expect(err).toMatch(/^The replay of [^\n]+ stopped in the middle: [^\n]+\.\n$/)
    expect(readdirSync(dir)).toHaveLength(2)
    expect((await start(program, ['inspect', path]).ended).status).toBe(10)
    expect((await start(program, ['replay', '--in-place', '--yes', path]).ended).status).toBe(0)
  })
})

test('a map of any length is put out whole', async () => {
  await inTempDir(async (dir) => {
    const path = join(dir, 'disk.vhdx')
    const blocks = Array.from({ length: 3000 }, (_, i) => ({ block: i * 2 }))
    await writeImage(path, buildImage({ virtualDiskSize: 6000 * 2 ** 20, blocks }))
    const { status, out } = await start(program, ['map', path, '--json']).ended
    expect(status).toBe(0)
    expect(JSON.parse(out).extents).toHaveLength(6000)
  })
})

test('a map that nobody reads any more is a failure', async () => {
  await withImage(async (path) => {
    const { child, ended } = start(program, ['map', path])
    child.stdout?.destroy()
    expect(await ended).toMatchObject({ status: 1, err: 'The output could not be written.\n' })
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

test('a complaint that nobody reads does not end the program', async () => {
  await withImage(async (path) => {
    truncateSync(path, 6 * 2 ** 20)
    const { child, ended } = start(program, ['hash', path, '--after'])
    child.stderr?.destroy()
    expect(await ended).toMatchObject({ status: 20, err: '' })
  })
})
