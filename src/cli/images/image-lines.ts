/** What is said of a new image when it is there. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { formatBytes, formatCount, formatHex, plural } from '../../engine/bytes/format.ts'
import { endOf } from '../../engine/bytes/ranges.ts'
import type { BlockFate } from '../../engine/new-image/block-choice.ts'
import { FORMAT_WORDS } from '../../engine/new-image/format-words.ts'
import type { NewImagePlan } from '../../engine/new-image/new-part.ts'
import { printable } from '../printable.ts'
import type { ImageJob } from './make-image.ts'

/** Of more places the first are listed. */
export const MAX_LISTED = 16

/** Places by their first byte and the one behind the last: `count` of them, of which the first are given. */
export function placeLines(places: readonly ByteRange[], count: number): readonly string[] {
  const more = count > places.length ? [`and ${plural(count - places.length, 'more place')}`] : []
  return [
    ...places.map(
      (place) =>
        `${formatHex(place.offset)} to ${formatHex(endOf(place))}: ${formatBytes(place.length)}`,
    ),
    ...more,
  ]
}

/** `state` goes on a sentence about the disk. */
export function imageLines(
  out: string,
  { plan, isProven }: Pick<ImageJob, 'plan' | 'isProven'>,
  state: string,
): readonly string[] {
  const { format, size, diskSize, survey } = plan
  const name = printable(out)
  if (format === 'raw') {
    return [`${name}: ${formatBytes(size)}, ${formatBytes(survey.data)} of it in the image${state}`]
  }
  const what = `${FORMAT_WORDS[format].name} of ${formatBytes(size)}`
  const proof = isProven ? 'read back and verified' : 'not read back'
  return [
    `${name}: ${what}, with a disk of ${formatBytes(diskSize)}${state}; ${proof}`,
    ...blockLines(plan),
    ...plan.notes,
    ...droppedLines(plan),
  ]
}

const FATES: Readonly<Record<BlockFate, string>> = {
  data: 'with data',
  zero: 'of zeros',
  dropped: 'of free space',
  unmapped: 'given back by the guest',
  undefined: 'never written',
}

function blockLines({ blocks, blockSize = 0 }: NewImagePlan): readonly string[] {
  if (blocks === undefined) return []
  const fates = (Object.keys(FATES) as BlockFate[]).filter((fate) => blocks[fate] > 0)
  const counts = fates.map((fate) => `${formatCount(blocks[fate])} ${FATES[fate]}`)
  return [`blocks of ${formatBytes(blockSize)}: ${counts.join(', ')}`]
}

function droppedLines(plan: NewImagePlan): readonly string[] {
  let [bytes, count] = [0, 0]
  const places: ByteRange[] = []
  for (const place of plan.dropped()) {
    bytes += place.length
    if (count++ < MAX_LISTED) places.push(place)
  }
  if (count === 0) return []
  return [
    `left out as free by the guest’s file systems, and zeros now: ${formatBytes(bytes)} in ${plural(count, 'place')} of the image’s disk`,
    ...placeLines(places, count),
  ]
}
