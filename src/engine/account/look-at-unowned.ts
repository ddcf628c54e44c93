/** Whether there are data in the space that nobody owns: a look at all of it. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { isZero } from '../bytes/is-zero.ts'
import { takeTurn } from '../bytes/pace.ts'
import { endOf } from '../bytes/ranges.ts'
import { readAhead } from '../bytes/read-ahead.ts'
import { MIB } from '../format/layout.ts'
import { UnitMap } from '../image/bat/unit-map.ts'
import type { ChartedSpace } from '../space/chart-file.ts'

/** Read at once, and so many on their way beside it. */
const WINDOW = 4 * MIB
const AHEAD = 2

const isUnowned = ({ kind }: { readonly kind: string }): boolean =>
  kind === 'free' || kind === 'remembered'

/** Bytes that `lookAtUnowned` reads. */
export const unownedBytes = ({ bytes }: ChartedSpace): number => bytes.free + bytes.remembered

/** The MiB of the file in which there are data that nobody owns. Reads all that nobody owns. Progress in bytes. */
export async function lookAtUnowned(charted: ChartedSpace, run?: Run): Promise<UnitMap> {
  const { source } = charted.image
  const total = unownedBytes(charted)
  const data = new UnitMap(source.size)
  const read = async (range: ByteRange) => ({
    range,
    bytes: await source.read(range.offset, range.length),
  })
  let done = 0
  for await (const { range, bytes } of readAhead(windowsOf(charted), AHEAD, read)) {
    await takeTurn(run)
    for (let at = range.offset; at < endOf(range); ) {
      const unit = Math.floor(at / MIB)
      const end = Math.min((unit + 1) * MIB, endOf(range))
      if (!isZero(bytes, at - range.offset, end - range.offset)) data.take(unit, 1)
      at = end
    }
    done += range.length
    run?.onProgress?.(done, total)
  }
  return data
}

function* windowsOf({ space }: ChartedSpace): Generator<ByteRange> {
  for (const extent of space.extents(0, space.size)) {
    if (!isUnowned(extent)) continue
    for (let offset = extent.offset; offset < endOf(extent); offset += WINDOW) {
      yield { offset, length: Math.min(WINDOW, endOf(extent) - offset) }
    }
  }
}
