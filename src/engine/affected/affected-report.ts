/** What an update of an image means for the files of its guest, as plain data of bounded size. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import type { Refused } from '../bytes/refused.ts'
import type { AffectedFile, AffectedStatus } from './affected-file.ts'
import {
  type AffectedVolume,
  affectedVolumes,
  type VolumeEnd,
  type VolumeOutcome,
} from './affected-volumes.ts'
import type { TwoStates } from './changed-disk.ts'

/** Of each volume so many files are in a report, the first; all of them are counted. */
export const MOST_FILES = 10_000

export interface AffectedReport {
  readonly ok: true
  /** Bytes of the disk that differ, by sectors of 512. */
  readonly changedBytes: number
  /** Bytes of those that were not compared, and lie in other places. */
  readonly notCompared: number
  readonly volumes: readonly VolumeReport[]
}

export interface VolumeReport {
  readonly at: ByteRange
  /** Its number in the partition table. */
  readonly partition: number | undefined
  /** "ext4". */
  readonly fileSystem: string | undefined
  readonly outcome: VolumeOutcome
  /** Why the files of a state are not read. */
  readonly reason: string | undefined
  /** Changes wait in the guest's own journal, which it will replay: what that changes is not among the files. */
  readonly hasJournal: boolean
  /** How many differ when it has done so in both states; `undefined` where nothing waits. */
  readonly withJournal: AffectedCounts | undefined
  readonly counts: AffectedCounts
  /** The first of them. */
  readonly files: readonly AffectedFile[]
  /** The one of all that has most bytes in blocks that only the later state names. */
  readonly most: AffectedFile | undefined
  /** What was touched and has no name. */
  readonly nameless: number
  /** What of the directories is not read: the first of `problemCount` sentences. */
  readonly problems: readonly string[]
  readonly problemCount: number
}

export interface AffectedCounts {
  /** All paths that are affected, of directories too. */
  readonly paths: number
  readonly directories: number
  readonly byStatus: Readonly<Record<AffectedStatus, number>>
  /** Bytes of contents in blocks that only the later state names. */
  readonly bytesInNewBlocks: number
}

/** Counts files as they pass, and keeps the first of them. */
export class AffectedTally {
  readonly #most: number
  readonly #files: AffectedFile[] = []
  readonly #byStatus = { 'only-before': 0, 'only-after': 0, changed: 0 }
  #directories = 0
  #bytes = 0
  #largest: AffectedFile | undefined

  /** `most` files are kept. */
  constructor(most: number) {
    this.#most = most
  }

  add(files: readonly AffectedFile[]): void {
    for (const file of files) {
      this.#byStatus[file.status]++
      this.#bytes += file.bytesInNewBlocks
      if (file.kind === 'directory') this.#directories++
      if (file.bytesInNewBlocks > (this.#largest?.bytesInNewBlocks ?? 0)) this.#largest = file
      if (this.#files.length < this.#most) this.#files.push(file)
    }
  }

  /** Of all that was added so far. */
  get result(): Pick<VolumeReport, 'counts' | 'files' | 'most'> {
    const byStatus = { ...this.#byStatus }
    const paths = byStatus['only-before'] + byStatus['only-after'] + byStatus.changed
    const counts = {
      paths,
      directories: this.#directories,
      byStatus,
      bytesInNewBlocks: this.#bytes,
    }
    return { counts, files: this.#files, most: this.#largest }
  }
}

/** Reads all volumes that differ; of each, `most` files are kept. Refused of a skeleton. */
export async function reportAffected(
  states: TwoStates,
  { most }: { readonly most: number },
  run?: Run,
): Promise<AffectedReport | Refused> {
  const found = await affectedVolumes(states, run)
  if (!found.ok) return found
  const volumes: VolumeReport[] = []
  for (const each of found.volumes) volumes.push(await reportVolume(each, most, run))
  const { total: changedBytes, notCompared } = found.changed
  return { ok: true, changedBytes, notCompared, volumes }
}

async function reportVolume(found: AffectedVolume, most: number, run?: Run): Promise<VolumeReport> {
  const tally = new AffectedTally(most)
  let end = NO_END
  const onEnd = (told: VolumeEnd): void => {
    end = told
  }
  for await (const batch of found.files(run, { onEnd })) tally.add(batch)
  const withJournal = await countWithJournal(found, run)
  return { ...factsOf(found), ...tally.result, ...end, withJournal }
}

/** How many files differ behind the journals; `undefined` where nothing waits in them. */
export async function countWithJournal(
  found: AffectedVolume,
  run?: Run,
): Promise<AffectedCounts | undefined> {
  if (!found.hasJournal) return undefined
  const tally = new AffectedTally(0)
  for await (const batch of found.files(run, { withJournal: true })) tally.add(batch)
  return tally.result.counts
}

/** What was met on the way where nothing was. */
export const NO_END: VolumeEnd = { nameless: 0, problems: [], problemCount: 0 }

/** What is known of a volume before its files are read. */
export const factsOf = ({ volume, outcome, reason, hasJournal }: AffectedVolume) => ({
  at: volume.at,
  partition: volume.partition?.number,
  fileSystem: volume.fileSystem?.kind,
  outcome,
  reason,
  hasJournal,
})
