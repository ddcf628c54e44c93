/** Where the blocks of a disk lie in the file, by its table: payload, which no skeleton has, and sector bitmaps. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import { MIB } from '../format/layout.ts'
import { BatPass } from '../image/bat/bat-pass.ts'
import { passOver } from '../image/bat/bat-survey.ts'
import type { Placed, Places } from '../image/bat/block-places.ts'
import { UnitMap } from '../image/bat/unit-map.ts'
import type { Image } from '../image/image.ts'

export interface BlocksOfDisk {
  /** MiB with payload. */
  readonly payload: UnitMap
  /** As the table names them: 16,384 at the most. */
  readonly bitmaps: readonly ByteRange[]
}

/** Reads the whole table of blocks, if there is one. */
export async function blocksOf({ source, bat }: Image, run?: Run): Promise<BlocksOfDisk> {
  const payload = new UnitMap(source.size)
  const bitmaps: ByteRange[] = []
  if (!bat) return { payload, bitmaps }
  const blockUnits = bat.geometry.blockSize / MIB
  // Of any other disk nobody reads them: what an entry names there is a payload block that QEMU has misplaced.
  const hasBitmaps = bat.geometry.kind === 'differencing'
  const places: Places = {
    placePlain(unit, count) {
      payload.take(unit, count * blockUnits)
      return true
    },
    place({ isPayload, unit, units }: Placed) {
      if (unit === 0) return
      if (isPayload || !hasBitmaps) payload.take(unit, units)
      else bitmaps.push({ offset: unit * MIB, length: units * MIB })
    },
    remember() {},
  }
  await passOver({ source, bat }, new BatPass(bat, places, () => {}), false, run)
  return { payload, bitmaps }
}

/** What of `range` is in no MiB with payload: nothing of what is behind the end of the map. */
export function* withoutPayload(
  range: ByteRange,
  maps: readonly UnitMap[],
): Generator<ByteRange, void, undefined> {
  const last = Math.min(...maps.map(({ count }) => count)) * MIB
  const end = Math.min(endOf(range), last)
  if (end <= range.offset) return
  const units = [Math.floor(range.offset / MIB), Math.ceil(end / MIB)] as const
  for (const { start, end: stop, bits } of UnitMap.runs(maps, ...units)) {
    if (bits !== 0) continue
    const from = Math.max(range.offset, start * MIB)
    const to = Math.min(end, stop * MIB)
    if (to > from) yield { offset: from, length: to - from }
  }
}

/** How many bytes of `range` are in MiB with payload. */
export const payloadIn = (range: ByteRange, maps: readonly UnitMap[]): number =>
  range.length - [...withoutPayload(range, maps)].reduce((sum, { length }) => sum + length, 0)
