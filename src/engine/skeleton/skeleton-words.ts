/** What is said of a skeleton: before it is written, and where one is open. */
import { formatBytes, plural } from '../bytes/format.ts'
import { visibleText } from '../bytes/visible-text.ts'
import type { SkeletonContents } from './skeleton-contents.ts'

/** What a skeleton is, in a sentence that stands alone. */
export const SKELETON_IS =
  'A skeleton has all structures of a VHDX file and no data of its disk: it opens like the file, with the same verdict and the same findings about the container.'

/** For what is not there, wherever bytes would stand. */
export const NOT_IN_SKELETON = 'not in this skeleton'

/** Of an open skeleton; `name` is that of its file. */
export const skeletonOf = (name: string | undefined): string =>
  `This is a skeleton of ${name === undefined ? 'a file whose name was left out' : `“${visibleText(name)}”`}: all structures of that file, and no data of its disk. What is not in it is called so, and cannot be exported.`

/** Why a command or a button that needs data does nothing; `what` is what it would make. */
export const needsData = (what: string): string =>
  `The data of the disk are not in a skeleton: ${what} needs the file itself.`

/** A name for the file to be written. */
export const skeletonName = (name: string): string => `${name}.skeleton.gz`

/** Sentences: what of the file remains in the skeleton, the most telling first. */
export function remainsWords(contents: SkeletonContents): readonly string[] {
  const { creator, virtualDiskSize, regions, overlapping, possible, noted, name, log } = contents
  return [
    ...(contents.isVhdx
      ? []
      : ['The first MiB of the file as it is, though what stands there is not of a VHDX.']),
    ...pathWords(contents),
    `${creator === '' ? 'All GUIDs' : `The name of the program that made the file, “${visibleText(creator)}”, and all GUIDs`}, by which the file, its disk and its children can be told from others.`,
    `${virtualDiskSize === undefined ? 'What stands in its metadata' : `The size of the disk, ${formatBytes(virtualDiskSize)}, and what else stands in its metadata`}; and which of its blocks hold data, and where.`,
    ...(log ? logWords(log) : []),
    ...regions.map(
      ({ name: region, length }) =>
        `The region ${visibleText(region)}, ${formatBytes(length)}: what is in it only the program knows that made it.`,
    ),
    ...(overlapping > 0
      ? [
          `${formatBytes(overlapping)} that a structure and a block of the disk both claim: data of the disk may stand there.`,
        ]
      : []),
    ...(possible > 0
      ? [
          `${formatBytes(possible)} that may be structures: what damaged or older tables name, and what stands where structures could be.`,
        ]
      : []),
    ...(noted > 0
      ? [
          `Of ${plural(noted, 'place')} that ${noted === 1 ? 'is' : 'are'} left out, whether all is zero there, or looks random.`,
        ]
      : []),
    ...(name === undefined ? [] : [`The name of the file, “${visibleText(name)}”.`]),
  ]
}

function pathWords({ parentPaths, pathsBlanked }: SkeletonContents): readonly string[] {
  if (pathsBlanked) {
    return [
      'Of paths of parents only how long they are, and their separators; the letters are blanked, in the log too.',
    ]
  }
  if (parentPaths.length === 0) return []
  const paths = parentPaths.map((path) => `“${visibleText(path)}”`).join(', ')
  return [
    `The ${parentPaths.length === 1 ? 'path' : 'paths'} of the parent: ${paths}. ${parentPaths.length === 1 ? 'It' : 'They'} can be blanked.`,
  ]
}

function logWords({
  length,
  entries,
  stale,
  holdsPayload,
}: NonNullable<SkeletonContents['log']>): readonly string[] {
  const old = stale > 0 ? ` and ${plural(stale, 'remainder')} of earlier ones` : ''
  return [
    `The whole log, ${formatBytes(length)} with ${plural(entries, 'entry', 'entries')}${old}: metadata of any age.`,
    ...(holdsPayload
      ? ['The log writes into blocks of the disk: what it writes there remains, too.']
      : []),
  ]
}

/** Sentences: what is not in the skeleton. */
export const leftOutWords = ({
  payload,
  rest,
  kept,
  size,
}: SkeletonContents): readonly string[] => [
  `The data of the disk, ${formatBytes(payload)}: partition tables, file systems and their names, and all files.`,
  ...(rest > 0 ? [`${formatBytes(rest)} that belong to no structure and no block.`] : []),
  `Of ${formatBytes(size)} there remain ${formatBytes(kept)}, before they are compressed.`,
]
