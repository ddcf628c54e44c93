/** The first listing of the root of a volume in an image of 200 GiB: how long one waits for it behind the verdict, and what is read. */
import { execFileSync } from 'node:child_process'
import { mkdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@playwright/test'
import { NodeFile } from '../src/cli/files/node-file.ts'
import { findGuestVolumes } from '../src/engine/disk/guest-volumes.ts'
import { layersOf } from '../src/engine/disk/layers.ts'
import { openVolumeFiles } from '../src/engine/files/volume-files.ts'
import { GIB, MIB } from '../src/engine/format/layout.ts'
import { readImage } from '../src/engine/image/image.ts'
import { counting } from '../src/testing/counting-source.ts'
import { PROGRAM_ENV } from '../src/testing/programs.ts'
import { inTempDir } from '../src/testing/qemu.ts'
import { inMs, record } from './support/measure.ts'

const SIZE = 200 * GIB
const RUNS = 5
const NAMES = 500

const MAKERS = {
  ext4: (raw: string, tree: string) => ['mke2fs', '-qF', '-t', 'ext4', '-d', tree, raw],
  NTFS: (raw: string) => ['mkntfs', '-qF', '-Q', raw],
} as const

async function makeImage(folder: string, kind: keyof typeof MAKERS): Promise<string> {
  const [raw, tree, path] = ['raw', 'tree', 'image.vhdx'].map((name) => join(folder, name))
  if (!raw || !tree || !path) throw new Error('unreachable')
  await mkdir(tree)
  for (let i = 0; i < NAMES; i++) await writeFile(join(tree, `file ${i}`), `${i}`)
  await writeFile(raw, '')
  await truncate(raw, SIZE)
  const [program, ...args] = MAKERS[kind](raw, tree)
  execFileSync(program ?? '', args, { env: PROGRAM_ENV, stdio: 'ignore' })
  execFileSync('qemu-img', ['convert', '-f', 'raw', '-O', 'vhdx', raw, path], { env: PROGRAM_ENV })
  return path
}

/** Behind the reading of the image, with nothing of its disk in a cache. */
async function firstListing(path: string) {
  const file = await NodeFile.open(path, 'r')
  const source = counting(file)
  const layers = layersOf(await readImage(source))
  const [started, before] = [performance.now(), source.bytesRead]
  const [volume] = (await findGuestVolumes(layers))?.volumes ?? []
  const opened = volume && (await openVolumeFiles(layers, volume))
  if (!opened?.ok) throw new Error('no volume was opened')
  let names = 0
  for await (const { entries } of opened.files.list(opened.files.root)) names += entries.length
  const taken = { time: performance.now() - started, bytes: source.bytesRead - before, names }
  await file.close()
  return taken
}

for (const kind of ['ext4', 'NTFS'] as const) {
  test(`lists the root of an ${kind} in 200 GiB at once`, async () => {
    await inTempDir(async (folder) => {
      const path = await makeImage(folder, kind)
      const runs = []
      for (let run = 0; run < RUNS; run++) runs.push(await firstListing(path))
      const what = `first listing of the root of an ${kind} in an image of 200 GiB, behind the verdict`
      record({
        what,
        value: Math.min(...runs.map(({ time }) => time)),
        unit: 'ms',
        bar: 100,
        direction: 'at most',
        detail: `${runs[0]?.names} names; ${runs.map(({ time }) => inMs(time)).join(', ')}`,
      })
      record({
        what: `${what}: read for it`,
        value: (runs[0]?.bytes ?? 0) / MIB,
        unit: 'MiB',
        bar: 1,
        direction: 'at most',
        detail: `${runs[0]?.bytes} bytes`,
      })
    })
  })
}
