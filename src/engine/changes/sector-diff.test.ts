import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BAT_ENTRY_SIZE, LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import type { Bat } from '../image/bat/bat.ts'
import { sectorDiff } from './sector-diff.ts'

const SECTOR = 3 * MIB

test('names the entries of a BAT wherever that begins, but not those that a sector cuts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: SECTOR - 9000, max: SECTOR }),
      fc.nat({ max: 511 }),
      (start, slot) => {
        const skipped = Math.ceil((SECTOR - start) / BAT_ENTRY_SIZE)
        const at = start + (skipped + slot) * BAT_ENTRY_SIZE - SECTOR
        const now = new Uint8Array(LOG_SECTOR_SIZE)
        now[at] = 2
        const pair = { offset: SECTOR, old: new Uint8Array(LOG_SECTOR_SIZE), now }
        const bat = { region: { offset: start, length: MIB } } as Bat
        const lines = sectorDiff({ bat, geometry: undefined, metadata: undefined }, 'bat', pair)
        const isWhole = at + BAT_ENTRY_SIZE <= LOG_SECTOR_SIZE
        expect(lines).toEqual(isWhole ? [`BAT[${skipped + slot}]: NOT_PRESENT → ZERO`] : [])
      },
    ),
  )
})
