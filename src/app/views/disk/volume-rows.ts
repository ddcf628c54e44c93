/** The partitions of the disk in both states, as the rows of one table. */

import { upperFirst } from '../../../engine/bytes/format.ts'
import type { UpdateWords } from '../../../engine/changes/update-words.ts'
import type { Volume } from '../../../engine/guest/volumes/read-volumes.ts'
import { tableWords } from '../../../engine/guest/volumes/volume-words.ts'
import type { VolumesOfStates } from '../../../worker/protocol/disk.ts'

/** In which of the two states a partition is as the row says. */
export type SeenIn = 'both' | 'before' | 'after'

export interface VolumeRow extends Volume {
  readonly key: string
  readonly seenIn: SeenIn
  /** The same in words. */
  readonly seen: string
}

const seenWords = (seenIn: SeenIn, { after }: UpdateWords): string =>
  ({ both: 'in both states', before: 'on disk only', after: `${after} only` })[seenIn]

/**
 * What both states have alike is one row; what differs is a row of each. In order of
 * place. Without a state “after”, all are of both.
 */
export function volumeRows(
  { before, after }: VolumesOfStates,
  words: UpdateWords,
): readonly VolumeRow[] {
  const rowsOf = (volumes: readonly Volume[] = [], seenIn: SeenIn): readonly VolumeRow[] =>
    volumes.map((volume) => ({
      ...volume,
      seenIn,
      seen: seenWords(seenIn, words),
      key: JSON.stringify(volume, asText),
    }))
  const inBoth = { seenIn: 'both', seen: seenWords('both', words) } as const
  const earlier = rowsOf(before?.volumes, 'before')
  if (after === undefined) return earlier.map((row) => ({ ...row, ...inBoth }))
  const later = rowsOf(after.volumes, 'after')
  const kept = new Set(later.map(({ key }) => key))
  const known = new Set(earlier.map(({ key }) => key))
  return [
    ...earlier.map((row) => (kept.has(row.key) ? { ...row, ...inBoth } : row)),
    ...later.filter(({ key }) => !known.has(key)),
  ].toSorted((a, b) => a.partition.at.offset - b.partition.at.offset)
}

/** JSON has no 64-bit numbers. */
const asText = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)

/** The partitions in which a byte of the disk lies; those that begin nearest to it come last. */
export const rowsAround = (rows: readonly VolumeRow[], at: number): readonly VolumeRow[] =>
  rows.filter(({ partition }) => {
    const within = at - partition.at.offset
    return within >= 0 && within < partition.at.length
  })

/** What keeps a disk from being seen as it should be, with the state where only one has it. */
export function problemLines(
  { before, after }: VolumesOfStates,
  { title }: UpdateWords,
): readonly string[] {
  const [earlier, later] = [before?.problems ?? [], after?.problems]
  if (later === undefined) return earlier
  return [
    ...earlier.filter((problem) => later.includes(problem)),
    ...earlier.filter((problem) => !later.includes(problem)).map((text) => `On disk: ${text}`),
    ...later.filter((problem) => !earlier.includes(problem)).map((text) => `${title}: ${text}`),
  ]
}

/** What the disk is divided by, in a sentence. Of a skeleton no state may be known. */
export function tableLine(
  { before, after }: VolumesOfStates,
  words: UpdateWords,
  isSkeleton = false,
): string {
  if (isSkeleton && !before && !after) return IN_NO_SKELETON
  const [earlier, later] = [tableWords(before), tableWords(after)]
  if (after === undefined || earlier === later) return `The disk has ${earlier}.`
  return `On disk: ${earlier}. ${upperFirst(words.after)}: ${later}.`
}

const IN_NO_SKELETON = 'The partition table and the file systems are not in this skeleton.'
