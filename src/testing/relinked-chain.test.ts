/** A relinked child is the same disk: only where it says its parent is has changed. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NIL_GUID } from '../engine/bytes/guid.ts'
import { assembleChain, parentLayers } from '../engine/disk/chain/assemble-chain.ts'
import { chainFileOf } from '../engine/disk/chain/inspected-file.ts'
import { relinkedPairs } from '../engine/disk/chain/relink.ts'
import { readChain } from '../engine/disk/map-chain.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { journalEdits } from '../engine/journal/edit-preview.ts'
import { zeroExtended } from '../engine/qemu/zero-extended.ts'
import { preview } from '../engine/update/preview.ts'
import { chainFile, numberedGuid } from './chain-files.ts'
import { JOURNAL_IDS } from './journalling.ts'
import { REPLAY_IDS } from './our-replay.ts'
import { buildChain, chunkSize, diskSize, randomChains } from './random-chain.ts'
import { openReferenceDisk, readReference } from './reference-disk.ts'
import { cases } from './thorough.ts'

/** Names may be longer than what the locator had room for. */
const names = fc.string({ minLength: 1, maxLength: 600, unit: 'grapheme' })

test('random children read the same through the parent that they name anew', async () => {
  await fc.assert(
    fc.asyncProperty(randomChains, names, async (described, name) => {
      const files = (await buildChain(described)).map(({ replayed }) => replayed)
      const [source, ...others] = files
      const [shape] = described.layers
      if (source === undefined || shape === undefined) return
      const inspected = await inspect(source, REPLAY_IDS)
      const child = chainFileOf('child', inspected)
      const parents = await Promise.all(others.map((file, i) => chainFile(`${i + 1}`, file)))
      const place = { relative: `.\\${name}`, absolute: `C:\\${name}` }
      const pairs = relinkedPairs(child, numberedGuid(1), place)
      const edits = [{ kind: 'parent-locator', pairs }] as const
      const { steps } = await journalEdits(inspected, edits, JOURNAL_IDS)
      const copy = preview(source, steps)
      const made = chainFileOf('copy', await inspect(copy, { fileWriteGuid: NIL_GUID }))
      expect(made.state).toBe('clean')
      const chain = assembleChain(made, parents)
      expect(chain).toMatchObject({ missing: undefined, refused: [] })
      expect(chain.parents[0]?.judgement.linkage).toBe('current')

      const reference = await Promise.all(
        files.map((file) => openReferenceDisk(zeroExtended(file))),
      )
      const size = diskSize(described, shape)
      const { sectorSize } = described
      for (const near of [0, size / 2, chunkSize(described), size]) {
        const at = Math.max(0, Math.min(size - 4 * sectorSize, near - 2 * sectorSize))
        const offset = Math.floor(at / sectorSize) * sectorSize
        const { bytes } = await readChain(
          [made.image, ...parentLayers(chain)],
          offset,
          4 * sectorSize,
        )
        const wanted = await readReference(reference, offset, 4 * sectorSize)
        expect(Buffer.compare(bytes, wanted)).toBe(0)
      }
    }),
    { numRuns: cases(12) },
  )
}, 60_000)
