/** What an update means for the files of the guest, in sentences for screen, command line and report alike. */
import { formatBytes, formatCount, plural } from '../bytes/format.ts'
import { visibleText } from '../bytes/visible-text.ts'
import type { UpdateKind } from '../changes/change.ts'
import type { AffectedFile, AffectedStatus } from './affected-file.ts'
import type { AffectedReport, VolumeReport } from './affected-report.ts'
import type { StatFact } from './compare-stats.ts'

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

/** Sentences, that of each volume in one; names are made visible. */
export function affectedWords(report: AffectedReport, by: UpdateKind): readonly string[] {
  const { changedBytes, notCompared, volumes } = report
  if (changedBytes === 0)
    return ['In the guest: no file is affected, for no byte of its disk differs.']
  return [
    ...volumes.flatMap((volume) => volumeWords(volume, by, volumes.length > 1)),
    ...(volumes.length === 0
      ? ['In the guest: no volume is known whose files could be affected.']
      : []),
    ...(notCompared > 0
      ? [
          `${formatBytes(notCompared)} of the disk lie in other places and were not compared: they count as changed.`,
        ]
      : []),
  ]
}

/** Nothing of a volume that stays the same, beside others. */
function volumeWords(
  volume: VolumeReport,
  by: UpdateKind,
  isOneOfMany: boolean,
): readonly string[] {
  const { outcome, reason, counts, most, hasJournal, problemCount } = volume
  const where = isOneOfMany ? `${volumeName(volume)}: ` : 'In the guest: '
  if (outcome === 'same') return [`${where}no file is affected.`]
  if (outcome === 'not-read') return [`${where}${lowerReason(reason)}`]
  const isAre = counts.paths === 1 ? 'is' : 'are'
  const all = counts.paths === 0 ? 'no file is affected' : `${countWords(counts)} ${isAre} affected`
  const example =
    most && most.bytesInNewBlocks > 0
      ? `: “${visibleText(most.path)}” has ${formatBytes(most.bytesInNewBlocks)} in blocks that only ${NAMERS[by]} names`
      : ''
  return [
    `${where}${all}${example}.`,
    ...(outcome === 'only-before' ? [oneState('afterwards', reason)] : []),
    ...(outcome === 'only-after' ? [oneState('before', reason)] : []),
    ...(hasJournal ? [JOURNAL] : []),
    ...(problemCount > 0
      ? [`Not all directories could be read: ${plural(problemCount, 'problem')}.`]
      : []),
  ]
}

const lowerReason = (reason: string | undefined): string =>
  reason === undefined ? 'its files are not read.' : `its files are not read. ${reason}`

const oneState = (when: string, reason: string | undefined): string =>
  `Its files cannot be read ${when}${reason === undefined ? ': they are not there.' : `. ${reason}`}`

const JOURNAL =
  'Its own journal waits to be carried out by the guest: what that will change is not counted.'

/** "Partition 2 (ext4)", "The file system at 0x100000". */
export const volumeName = ({
  partition,
  fileSystem,
}: Pick<VolumeReport, 'partition' | 'fileSystem'>): string => {
  const kind = fileSystem === undefined ? '' : ` (${fileSystem})`
  return partition === undefined ? `The disk${kind}` : `Partition ${formatCount(partition)}${kind}`
}

/** "3 files and 1 directory". */
export function countWords({ paths, directories }: VolumeReport['counts']): string {
  const files = paths - directories
  const parts = [
    ...(files > 0 ? [plural(files, 'file')] : []),
    ...(directories > 0 ? [plural(directories, 'directory', 'directories')] : []),
  ]
  return parts.join(' and ')
}

/** What of a file differs: "2 MiB of its content, 1 MiB of it in new blocks; size, time of modification". */
export function differenceWords(file: AffectedFile): string {
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
