/** What an update means for the files of the guest, in sentences for screen, command line and report alike. */
import { formatBytes, plural } from '../bytes/format.ts'
import { visibleText } from '../bytes/visible-text.ts'
import type { UpdateKind } from '../changes/change.ts'
import { volumeName } from '../guest/volumes/volume-words.ts'
import type { AffectedFile, AffectedStatus } from './affected-file.ts'
import type { AffectedCounts, AffectedReport, VolumeReport } from './affected-report.ts'
import type { StatFact } from './compare-stats.ts'
import type { LostFile } from './lost-files.ts'

export const STATUS_WORDS: Readonly<Record<AffectedStatus, string>> = {
  'only-before': 'only before',
  'only-after': 'only after',
  changed: 'changed',
}

const FACT_WORDS: Readonly<Record<StatFact, string>> = {
  kind: 'kind',
  size: 'size',
  allocated: 'allocated space',
  modified: 'time of modification',
  changed: 'time of change',
  accessed: 'time of access',
  created: 'time of creation',
  links: 'number of names',
  permissions: 'permissions',
  owner: 'owner',
  attributes: 'attributes',
  target: 'target',
  device: 'device',
  streams: 'streams',
}

/** Who names blocks that only the later state has. */
const NAMERS: Readonly<Record<UpdateKind, string>> = {
  replay: 'the log',
  salvage: 'the salvage',
  edits: 'the edits',
}

export const NOTHING_DIFFERS = 'In the guest: no file is affected, for no byte of its disk differs.'
export const NO_VOLUME = 'In the guest: no volume is known whose files could be affected.'

/** What counts as changed without having been compared; nothing where all was. */
export const notComparedWords = (bytes: number): readonly string[] =>
  bytes > 0
    ? [
        `${formatBytes(bytes)} of the disk lie in other places and were not compared: they count as changed.`,
      ]
    : []

/** Sentences, that of each volume in one; names are made visible. */
export function affectedWords(report: AffectedReport, by: UpdateKind): readonly string[] {
  const { changedBytes, notCompared, volumes } = report
  if (changedBytes === 0) return [NOTHING_DIFFERS]
  if (volumes.length === 0) return [NO_VOLUME]
  return [
    ...volumes.flatMap((volume) => volumeSentences(volume, by, volumes.length > 1)),
    ...notComparedWords(notCompared),
  ]
}

/** What an update means for one volume; `isOneOfMany` volumes that have to be told apart. */
export function volumeSentences(
  volume: VolumeReport,
  by: UpdateKind,
  isOneOfMany: boolean,
): readonly string[] {
  const { outcome, reason, counts, most, withJournal, problemCount } = volume
  const where = isOneOfMany ? `${volumeTitle(volume)}: ` : 'In the guest: '
  if (outcome === 'same') return [`${where}no file is affected.`]
  if (outcome === 'not-read') return [`${where}${lowerReason(reason)}`]
  const example =
    most && most.bytesInNewBlocks > 0
      ? `: “${visibleText(most.path)}” has ${formatBytes(most.bytesInNewBlocks)} in blocks that only ${NAMERS[by]} names`
      : ''
  return [
    `${where}${countPhrase(counts)}${example}.`,
    ...(outcome === 'only-before' ? [oneState('afterwards', reason)] : []),
    ...(outcome === 'only-after' ? [oneState('before', reason)] : []),
    ...journalWords(withJournal),
    ...(problemCount > 0
      ? [`Not all directories could be read: ${plural(problemCount, 'problem')}.`]
      : []),
  ]
}

const lowerReason = (reason: string | undefined): string =>
  reason === undefined ? 'its files are not read.' : `its files are not read. ${reason}`

const oneState = (when: string, reason: string | undefined): string =>
  `Its files cannot be read ${when}${reason === undefined ? ': they are not there.' : `. ${reason}`}`

/** What waits in the guest's own journal is another matter: how many files differ behind it. */
const journalWords = (counts: AffectedCounts | undefined): readonly string[] =>
  counts === undefined
    ? []
    : [
        `Changes wait in its own journal, which the guest will replay: behind that ${countPhrase(counts)}.`,
      ]

const countPhrase = (counts: AffectedCounts): string =>
  counts.paths === 0
    ? 'no file is affected'
    : `${countWords(counts)} ${counts.paths === 1 ? 'is' : 'are'} affected`

/** "Partition 2 (ext4)", "The whole disk (NTFS)". */
export const volumeTitle = ({
  partition,
  fileSystem,
}: Pick<VolumeReport, 'partition' | 'fileSystem'>): string =>
  `${volumeName(partition)}${fileSystem === undefined ? '' : ` (${fileSystem})`}`

/** "3 files and 1 directory". */
export function countWords({ paths, directories }: AffectedCounts): string {
  const files = paths - directories
  const parts = [
    ...(files > 0 ? [plural(files, 'file')] : []),
    ...(directories > 0 ? [plural(directories, 'directory', 'directories')] : []),
  ]
  return parts.join(' and ')
}

/** What of a file differs: "2 MiB of its content, 1 MiB of it in new blocks; size, time of modification". */
export function differenceWords(file: Omit<AffectedFile, 'path' | 'kind' | 'size'>): string {
  const { status, changedBytes, bytesInNewBlocks, facts, hasOtherNames, notCompared } = file
  const content = status === 'changed' ? `${formatBytes(changedBytes)} of its content` : ''
  const parts = [
    ...(changedBytes > 0 && content ? [content] : []),
    ...(bytesInNewBlocks > 0 ? [`${formatBytes(bytesInNewBlocks)} in new blocks`] : []),
    ...(notCompared > 0 ? [`${formatBytes(notCompared)} not compared`] : []),
    ...(hasOtherNames ? ['names'] : []),
    ...facts.map((fact) => FACT_WORDS[fact]),
  ]
  return parts.join(', ')
}

/** What of a file is lost: "4 KiB of 12 MiB". */
export function lossOfFileWords({ kind, size, lostBytes, isWhole }: LostFile): string {
  if (isWhole) return 'what describes it is lost, and nobody knows where its content is'
  const all = size === undefined || kind === 'directory' ? '' : ` of ${formatBytes(size)}`
  return `${formatBytes(lostBytes)}${all}${kind === 'directory' ? ' of its names' : ''}`
}

/** How many files of a volume have lost something. */
export const lostCountWords = (count: number): string =>
  count === 0
    ? 'no file has bytes in blocks that cannot be had.'
    : `${plural(count, 'file or directory has', 'files and directories have')} bytes in blocks that cannot be had.`
