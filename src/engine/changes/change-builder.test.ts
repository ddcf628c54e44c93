import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import { ChangeBuilder } from './change-builder.ts'

const EXTENT = {
  offset: 0,
  length: LOG_SECTOR_SIZE,
  step: {
    kind: 'write',
    offset: 0,
    content: { kind: 'zeros', length: LOG_SECTOR_SIZE },
    cause: { kind: 'edit' },
  },
} as const

/** Sectors somewhere in a buffer, as they are read: few values, so that many bytes are the same. */
const sector = fc
  .tuple(
    fc.uint8Array({ minLength: LOG_SECTOR_SIZE + 8, maxLength: LOG_SECTOR_SIZE + 8, max: 2 }),
    fc.nat({ max: 8 }),
  )
  .map(([bytes, from]) => bytes.map((b) => b * 127).subarray(from, from + LOG_SECTOR_SIZE))

test('counts the bytes of a sector that differ, wherever they are in a word', () => {
  fc.assert(
    fc.property(sector, sector, (old, now) => {
      const builder = new ChangeBuilder({
        structureAt: () => 'metadata',
        lines: () => [],
        nameOf: () => 'somewhere',
      })
      builder.addSector(EXTENT, { offset: 0, old, now })
      const [change] = builder.finish().changes
      expect(change?.changedBytes).toBe(now.filter((byte, i) => byte !== old[i]).length)
    }),
    { numRuns: 50 },
  )
})
