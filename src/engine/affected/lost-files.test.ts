import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withVolume } from '../../testing/made-volumes.ts'
import { hasProgram } from '../../testing/programs.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { cases } from '../../testing/thorough.ts'
import { buildImage } from '../compose/build-image.ts'
import { findGuestVolumes } from '../disk/guest-volumes.ts'
import type { Layers } from '../disk/map-chain.ts'
import { canBeRead, placesOfExtents } from '../files/content-places.ts'
import { openVolumeFiles, type VolumeFiles } from '../files/volume-files.ts'
import { MIB } from '../format/layout.ts'
import { pathText } from '../guest/paths.ts'
import { walkFiles } from '../guest/walk.ts'
import { readImage } from '../image/image.ts'
import { type LostFile, lostFiles, lostRanges, TooManyFiles } from './lost-files.ts'

/** By asking of each byte of each file whether it can be had; of directories nothing. */
async function lostByLooking(layers: Layers, volume: VolumeFiles): Promise<readonly string[]> {
  const { files } = volume
  const told: string[] = []
  for await (const { directory, entries } of walkFiles(files)) {
    for (const { name, node } of entries) {
      const path = pathText({ name, parent: directory })
      const stat = await files.stat(node)
      if (!stat.ok || stat.kind === 'directory') continue
      let lost = 0
      for await (const extents of files.extents(node)) {
        for (const place of await placesOfExtents(layers, volume, extents)) {
          if (!canBeRead(place)) lost += place.length
        }
      }
      if (lost > 0) told.push(`${path} ${lost}`)
    }
  }
  return told.sort()
}

/** A disk of these bytes, in blocks of 1 MiB, of which some lie past the end of the file. */
const diskOf = (bytes: Uint8Array, lost: readonly number[]) =>
  readImage(
    buildImage({
      virtualDiskSize: bytes.length,
      blocks: Array.from({ length: bytes.length / MIB }, (_, block) => ({ block })),
      bat: Object.fromEntries(
        lost.map((block) => [block, { state: 'fully-present' as const, fileOffsetMB: 900 }]),
      ),
      patches: [{ at: 4 * MIB, bytes }],
    }),
  )

async function look(layers: Layers) {
  const [guest] = (await findGuestVolumes(layers))?.volumes ?? []
  const opened = guest && (await openVolumeFiles(layers, guest))
  if (!opened?.ok) throw new Error('not opened')
  const lost = await lostRanges(layers, opened.volume.at)
  const files: LostFile[] = []
  for await (const batch of lostFiles(opened, lost)) files.push(...batch)
  return { opened, lost, files }
}

test.skipIf(!hasProgram('mke2fs'))(
  'of a disk with lost blocks it is told which files have bytes in them',
  () =>
    inTempDir(async (dir) => {
      const tree = join(dir, 'tree')
      await mkdir(join(tree, 'deep'), { recursive: true })
      for (let i = 0; i < 24; i++) {
        const name = i % 3 === 0 ? join('deep', `${i}`) : `${i}`
        await writeFile(join(tree, name), Buffer.alloc(20_000 * i, i + 1))
      }
      const args = ['-q', '-t', 'ext2', '-b', '1024', '-g', '1024', '-N', '192', '-d', tree]
      await withVolume({ tool: 'mke2fs', args, size: 12 }, async (volume) => {
        const bytes = await volume.with((source) => source.read(0, source.size))
        const blocks = fc.uniqueArray(fc.integer({ min: 1, max: 11 }), { maxLength: 4 })
        let found = 0
        await fc.assert(
          fc.asyncProperty(blocks, async (list) => {
            const layers = [await diskOf(bytes, list)]
            const { opened, lost, files } = await look(layers)
            found += files.length
            const told = files
              .filter(({ kind, lostBytes }) => kind !== 'directory' && lostBytes > 0)
              .map(({ path, lostBytes }) => `${path} ${lostBytes}`)
            expect(told.sort()).toEqual(await lostByLooking(layers, opened))
            if (list.length === 0) expect(files).toEqual([])
            else {
              const few = lostFiles(opened, lost, { most: 3 })
              await expect(few.next()).rejects.toThrow(TooManyFiles)
            }
          }),
          { numRuns: cases(4) },
        )
        expect(found).toBeGreaterThan(0)

        // Each group has its own table of inodes: who is in a lost one has a name, and nothing else.
        const { files } = await look([await diskOf(bytes, [1, 2, 3])])
        const gone = files.filter(({ isWhole }) => isWhole)
        expect(gone.length).toBeGreaterThan(0)
        for (const file of gone) {
          expect(file).toMatchObject({ path: expect.stringMatching(/^\/(deep\/)?\d+$|^\/deep$/) })
        }
      })
    }),
)
