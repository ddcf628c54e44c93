/** A volume as it is when the guest has replayed the journal of its own file system, as it will when it mounts it. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import type { VolumeFiles } from '../files/volume-files.ts'
import { planJournal } from '../guest/ext/journal/plan-recovery.ts'
import { replayedVolume } from '../guest/ext/journal/replayed-volume.ts'
import { openFiles } from '../guest/open-files.ts'
import { type ChangedRange, RangeCollector } from './changed-ranges.ts'

export interface AfterJournal {
  readonly files: VolumeFiles
  /** Of the disk, in order: what the journal has written. */
  readonly written: readonly ByteRange[]
}

/** Whether changes wait in a journal that is read. */
export const hasJournal = ({ volume: { fileSystem } }: Pick<VolumeFiles, 'volume'>): boolean =>
  (fileSystem?.signs?.includes('journal') ?? false) && fileSystem?.kind.startsWith('ext') === true

/** As it is where nothing waits; `undefined` where the journal, or what it leads to, cannot be read. */
export async function afterJournal(
  files: VolumeFiles,
  run?: Run,
): Promise<AfterJournal | undefined> {
  const { volume, source } = files
  if (!hasJournal(files) || !volume.fileSystem) return { files, written: [] }
  const plan = await planJournal(source, run ? { run } : {})
  if (!plan.ok) return undefined
  const replayed = await replayedVolume(source, plan)
  const opened = await openFiles(replayed, volume.fileSystem)
  if (!opened.ok) return undefined
  const written = plan.writes.map(({ block }) => ({
    offset: volume.at.offset + block * plan.blockSize,
    length: plan.blockSize,
  }))
  return { files: { ...files, files: opened, source: replayed }, written }
}

/** All that is in one of these; where they overlap the one that begins first has it. */
export function joinedChanges(
  changed: readonly ChangedRange[],
  ...written: readonly (readonly ByteRange[])[]
): readonly ChangedRange[] {
  const all = [
    ...changed.map((range) => ({ range, how: range.how })),
    ...written.flat().map((range) => ({ range, how: 'written' as const })),
  ].sort((a, b) => a.range.offset - b.range.offset)
  const joined = new RangeCollector(Number.MAX_SAFE_INTEGER)
  for (const { range, how } of all) joined.add(range, how)
  return joined.ranges
}
