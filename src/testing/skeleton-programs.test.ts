/** What other programs make of a skeleton: it is a sparse image of Android in a gzip file, and nothing else. */
import { execFileSync } from 'node:child_process'
import { openSync, readdirSync, readSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ByteSource } from '../engine/bytes/byte-source.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import { buildSample } from '../engine/compose/samples.ts'
import { GIB, MIB } from '../engine/format/layout.ts'
import { hasProgram, PROGRAM_ENV } from './programs.ts'
import { inTempDir } from './qemu.ts'
import { opened, skeletonOf } from './skeletons.ts'

const run = (program: string, ...argv: readonly string[]): Buffer =>
  execFileSync(program, argv, { env: PROGRAM_ENV, stdio: ['ignore', 'pipe', 'pipe'] })

const IMAGES = {
  'a dirty image': () => buildSample('dirty').source,
  'a child with sector bitmaps': () => buildSample('differencing').source,
  'a file of 40 GiB with a ragged end': () => {
    const block = { block: 0, fill: 7, fileOffsetMB: 40 * 1024 }
    const file = buildImage({ virtualDiskSize: GIB, blocks: [block] })
    file.setSize(40 * GIB + MIB + 1000)
    return file
  },
}

/** Whether a restored file has what the skeleton has, and zeros in the place of the rest. */
async function expectRestored(path: string, source: ByteSource): Promise<void> {
  const size = Math.ceil(source.size / 4096) * 4096
  expect(statSync(path).size).toBe(size)
  const file = openSync(path, 'r')
  for (const { offset, length } of source.held ?? []) {
    const bytes = Buffer.alloc(length)
    readSync(file, bytes, 0, length, offset)
    expect(bytes.equals(await source.read(offset, length))).toBe(true)
  }
}

test.runIf(hasProgram('simg2img')).each(Object.entries(IMAGES))(
  'simg2img restores %s from its skeleton, as far as that goes',
  (_, make) =>
    inTempDir(async (dir) => {
      const [packed, sparse, restored] = ['a.gz', 'a', 'a.vhdx'].map((name) => join(dir, name))
      const bytes = await skeletonOf(make())
      writeFileSync(packed ?? '', bytes)
      run('gunzip', packed ?? '')
      run('simg2img', sparse ?? '', restored ?? '')
      await expectRestored(restored ?? '', await opened(bytes))
    }),
)

test.runIf(hasProgram('7zz'))('7-Zip restores it, too', () =>
  inTempDir(async (dir) => {
    const bytes = await skeletonOf(buildSample('dirty').source)
    writeFileSync(join(dir, 'a.gz'), bytes)
    run('7zz', 'x', `-o${dir}`, join(dir, 'a.gz'))
    const out = join(dir, 'out')
    run('7zz', 'x', '-tsparse', `-o${out}`, join(dir, 'a'))
    const [name = ''] = readdirSync(out)
    await expectRestored(join(out, name), await opened(bytes))
  }),
)
