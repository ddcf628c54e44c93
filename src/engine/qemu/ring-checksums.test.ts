import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32c } from '../bytes/hash/crc32c.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { CHECKSUM_OFFSET } from '../format/checksum.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import { readRing } from '../log/ring.ts'
import { RingChecksums } from './ring-checksums.ts'

const SECTORS = 7
const START = 8192

test('gives of any part of the ring what hashing it gives', async () => {
  const region = { offset: START, length: SECTORS * LOG_SECTOR_SIZE }
  const bytes = Uint8Array.from({ length: START + region.length }, (_, i) => (i * 31) ^ (i >> 7))
  const file = new MemoryFile(bytes)
  const checksums = await RingChecksums.read(file, region)
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: SECTORS - 1 }),
      fc.integer({ min: 1, max: SECTORS }),
      async (sector, sectors) => {
        const [position, length] = [sector * LOG_SECTOR_SIZE, sectors * LOG_SECTOR_SIZE]
        const entry = await readRing(file, region, position, length)
        entry.fill(0, CHECKSUM_OFFSET, CHECKSUM_OFFSET + 4)
        expect(await checksums.ofEntry(position, length)).toBe(crc32c(entry))
      },
    ),
  )
})
