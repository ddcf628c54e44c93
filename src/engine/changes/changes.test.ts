/** The law of changes: what is told to differ is what differs between the file and the replayed one. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { dirtyImages } from '../../testing/image-with-log.ts'
import { planOf } from '../../testing/small-image.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import { type Preview, preview } from '../update/preview.ts'
import type { Words } from './change-builder.ts'
import { findDifferences, loggedExtents } from './changes.ts'

// For machines that are busy with other things.
vi.setConfig({ testTimeout: 30_000 })

const WORDS: Words = { structureAt: () => 'unowned', lines: () => [], nameOf: () => 'somewhere' }

async function replayOf(content: Uint8Array): Promise<Preview> {
  const file = new MemoryFile(content)
  const plan = await planOf(file)
  return preview(file, plan?.steps ?? [])
}

test('the bytes that differ are counted, wherever the file ends', async () => {
  await fc.assert(
    fc.asyncProperty(dirtyImages, async (image) => {
      const before = await image()
      const after = await replayOf(before)
      const result = await after.read(0, after.size)
      const isLogged = new Uint8Array(after.size)
      for (const { offset, length } of loggedExtents(after)) {
        isLogged.fill(1, offset, offset + length)
      }
      let differing = 0
      for (let at = 0; at < after.size; at++) {
        if (isLogged[at] === 1 && (before[at] ?? 0) !== result[at]) differing++
      }
      const { changes } = await findDifferences(after, loggedExtents(after), WORDS)
      expect(changes.reduce((sum, { changedBytes }) => sum + changedBytes, 0)).toBe(differing)
      for (const { offset, length, summary } of changes) {
        expect([offset % LOG_SECTOR_SIZE, length % LOG_SECTOR_SIZE]).toEqual([0, 0])
        expect(summary).toMatch(/ in \d+ sectors?$/)
      }
    }),
    { numRuns: 200 },
  )
})
