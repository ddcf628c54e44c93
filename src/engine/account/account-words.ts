/** The account of a file’s space in sentences, for the screen and the command line alike. */
import { formatBytes, formatCount, plural } from '../bytes/format.ts'
import type { VolumeSpace } from '../disk/guest-space.ts'
import { systemWords, volumeName } from '../guest/volumes/volume-words.ts'
import type { DiskRuns } from './disk-runs.ts'
import type { Bounds, CompactCopy } from './estimate.ts'
import { SHARES, type Share, type ShareBytes } from './share-words.ts'

/** How many bytes a compact copy would have: sentences, the first of which says it for a copy that all can make. */
export function copyWords(copy: CompactCopy): readonly string[] {
  const { files, now, plain } = copy
  if ('ok' in plain) return [`How large a compact copy would be cannot be said. ${plain.reason}`]
  const instead =
    files > 1 ? `${formatBytes(now)} in ${formatCount(files)} files` : formatBytes(now)
  return [
    isExact(plain) && plain.atMost >= now
      ? `A compact copy would not be smaller: ${formatBytes(plain.atMost)} instead of ${instead}.`
      : `A compact copy would have ${mostWords(plain)} instead of ${instead}.`,
    ...(isExact(plain)
      ? []
      : [
          `Nobody has looked for blocks of zeros, which it leaves out: it has at least ${formatBytes(plain.atLeast)}.`,
        ]),
    freeWords(copy, plain),
  ]
}

const isExact = ({ atLeast, atMost }: Bounds): boolean => atLeast === atMost

const mostWords = (bounds: Bounds): string =>
  `${isExact(bounds) ? '' : 'at most '}${formatBytes(bounds.atMost)}`

function freeWords({ withoutFree }: CompactCopy, plain: Bounds): string {
  if ('ok' in withoutFree) {
    return `Blocks that are free in the guest cannot be left out of it. ${withoutFree.reason}`
  }
  return withoutFree.atMost === plain.atMost
    ? 'No block that it would have is free in the guest from end to end.'
    : `Without the blocks that are free in the guest it would have ${mostWords(withoutFree)}.`
}

/** In how many pieces the disk lies in the file. */
export function runWords({ count, longest, median }: DiskRuns): string {
  if (count === 0) return 'No block of the disk is in the file.'
  if (count === 1)
    return `All of the disk that is in the file lies there in one piece, of ${formatBytes(longest)}.`
  return `The disk lies in the file in ${plural(count, 'run')}: the longest has ${formatBytes(longest)}, and half of them have no more than ${formatBytes(median)}.`
}

/** Of a volume of the guest what it says of its space; or why that is not known, or not to be relied on. Text of the disk stands as it is. */
export function volumeSpaceWords({ partition, fileSystem, space }: VolumeSpace): string {
  const name = volumeName(partition?.number)
  const of = fileSystem ? `${name}, ${systemWords(fileSystem)}` : name
  if (!space.ok) return `${of}: ${space.reason}`
  const free = `${of}: ${formatBytes(space.freeBytes)} free.`
  return space.doubts.length > 0 ? `${free} Not to be relied on: ${space.doubts.join(' ')}` : free
}

/** Said of an account in which not all owners are known. */
export const DOUBTFUL_OWNERS =
  'The log has no place that it can have, or not all of the BAT can be read: what seems to be nobody’s may belong to something.'

/** The shares that there is something of, in the order of the account. */
export const sharesFound = (...accounts: readonly ShareBytes[]): readonly Share[] =>
  SHARES.filter((share) => accounts.some((bytes) => bytes[share] > 0))

/** "6.6 %"; of what is not nothing never "0.0 %". */
export function partWords(bytes: number, of: number): string {
  const part = of === 0 ? 0 : (bytes / of) * 100
  if (part > 0 && part < 0.05) return '< 0.1 %'
  // All of it is only what is all of it.
  return `${(bytes < of ? Math.min(part, 99.9) : part).toFixed(1)} %`
}
