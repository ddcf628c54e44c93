/** The three files of a chain in a folder: a child, its parent and the base. */
import { join } from 'node:path'
import { buildImage } from '../engine/compose/build-image.ts'
import type { ImageDescription } from '../engine/compose/description.ts'
import { numberedGuid, parentOf } from './chain-files.ts'
import { disk } from './marks.ts'
import { inTempDir } from './qemu.ts'
import { writeImage } from './write-image.ts'

export const [A, B, C] = [numberedGuid(0xa), numberedGuid(0xb), numberedGuid(0xc)]

export const base = disk({
  fileWriteGuid: numberedGuid(1),
  dataWriteGuid: A,
  blocks: [
    { block: 0, fill: 0xa1 },
    { block: 1, fill: 0xa2 },
    { block: 2, fill: 0xa3 },
  ],
})
export const middle = disk({
  ...parentOf(A, 'base.vhdx'),
  fileWriteGuid: numberedGuid(2),
  dataWriteGuid: B,
  blocks: [{ block: 1, fill: 0xb1, state: 'partially-present' }],
  sectorBitmaps: [{ chunk: 0, fill: 0x35 }],
})
export const child = disk({
  ...parentOf(B, 'middle.vhdx'),
  fileWriteGuid: numberedGuid(3),
  dataWriteGuid: C,
  blocks: [{ block: 0, fill: 0xc1, state: 'partially-present' }],
  sectorBitmaps: [{ chunk: 0, fill: 0x0f }],
})

/** With the three files in a folder. */
export const withChainFiles = (use: (dir: string, paths: readonly string[]) => Promise<void>) =>
  inTempDir(async (dir) => {
    const files: Readonly<Record<string, ImageDescription>> = { child, middle, base }
    const paths = Object.keys(files).map((name) => join(dir, `${name}.vhdx`))
    for (const [name, description] of Object.entries(files)) {
      await writeImage(join(dir, `${name}.vhdx`), buildImage(description))
    }
    await use(dir, paths)
  })
