/** Files of the guest that an update affects, as they stand in the report. */
import type { AffectedReport, VolumeReport } from '../../affected/affected-report.ts'
import { affectedWords } from '../../affected/affected-words.ts'
import type { UpdateKind } from '../../changes/change.ts'
import type { Report } from './report-schema.ts'

type Affected = NonNullable<Report['affected']>

export const affectedJson = (found: AffectedReport, by: UpdateKind): Affected => ({
  words: affectedWords(found, by),
  changedBytes: found.changedBytes,
  notCompared: found.notCompared,
  volumes: found.volumes.map(volumeJson),
})

const volumeJson = (volume: VolumeReport): Affected['volumes'][number] => {
  const { at, partition, fileSystem, outcome, reason, counts, withJournal, files } = volume
  return {
    offset: at.offset,
    length: at.length,
    ...(partition !== undefined && { partition }),
    ...(fileSystem !== undefined && { fileSystem }),
    outcome,
    ...(reason !== undefined && { reason }),
    counts,
    ...(withJournal && { withJournal }),
    files: files.map((file) => ({ ...file, size: file.size.toString() })),
    nameless: volume.nameless,
    problems: volume.problems,
    problemCount: volume.problemCount,
  }
}
