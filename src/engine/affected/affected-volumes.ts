/** Which files of a guest an update of its image affects: volume by volume, from the disk in both states. */
import type { Run } from '../bytes/byte-source.ts'
import { type Refused, refused } from '../bytes/refused.ts'
import { findGuestVolumes, type GuestVolume } from '../disk/guest-volumes.ts'
import { openVolumeFiles, type VolumeFiles } from '../files/volume-files.ts'
import type { AffectedFile } from './affected-file.ts'
import { afterJournal, hasJournal, joinedChanges } from './after-journal.ts'
import { changedDisk, type TwoStates } from './changed-disk.ts'
import { type ChangedDisk, type ChangedRange, isTouched } from './changed-ranges.ts'
import { type Comparison, startBudget } from './compare-nodes.ts'
import { compareTrees } from './compare-trees.ts'
import { touchedNodes } from './touched-nodes.ts'

/**
 * same: none of its bytes differ, so that no file does. compared: both states have files. only-before, only-after: only
 * one has files that can be read. not-read: none has.
 */
export type VolumeOutcome = 'same' | 'compared' | 'only-before' | 'only-after' | 'not-read'

export interface AffectedVolume {
  /** As the later state has it, where it does. */
  readonly volume: GuestVolume
  readonly outcome: VolumeOutcome
  /** Why the files of a state are not read, where that is so. */
  readonly reason: string | undefined
  /** Changes wait in the journal of the file system, in one of the states at least, and can be looked at behind it. */
  readonly hasJournal: boolean
  /** Its files that are affected; begins anew each time. Progress of two passes in turn, each in a unit of its own. */
  files(run?: Run, options?: FilesOptions): AsyncGenerator<readonly AffectedFile[]>
}

export interface FilesOptions {
  /** Is told what was met on the way, when all were given. */
  readonly onEnd?: (end: VolumeEnd) => void
  /** As the files are when the guest has replayed its own journal, in both states. */
  readonly withJournal?: boolean
}

export interface VolumeEnd {
  /** What was touched and has no name: a journal, or a file that was removed while it was open. */
  readonly nameless: number
  /** What of the directories is not read, and why: the first of `problemCount` sentences. */
  readonly problems: readonly string[]
  readonly problemCount: number
}

export interface AffectedDisk {
  readonly ok: true
  readonly changed: ChangedDisk
  readonly volumes: readonly AffectedVolume[]
}

const MOST_PROBLEMS = 100

/** Refused of a skeleton, which does not have the files. Reads both disks where they may differ, and no file yet. */
export async function affectedVolumes(
  states: TwoStates,
  run?: Run,
): Promise<AffectedDisk | Refused> {
  const { before, after } = states
  if ([...before, ...after].some((layer) => layer?.source.held)) return refused(NOT_IN_SKELETON)
  const changed = await changedDisk(states, run)
  const [olds, nows] = [await findGuestVolumes(before, run), await findGuestVolumes(after, run)]
  const volumes: AffectedVolume[] = []
  for (const [old, now] of pairsOf(olds?.volumes ?? [], nows?.volumes ?? [])) {
    const volume = now ?? old
    if (volume) volumes.push(await openBoth(states, changed, { old, now, volume }))
  }
  return { ok: true, changed, volumes }
}

const NOT_IN_SKELETON = 'The files of the guest are not in this skeleton.'

interface VolumePair {
  readonly old: GuestVolume | undefined
  readonly now: GuestVolume | undefined
  readonly volume: GuestVolume
}

/** Those that begin at the same place and have the same kind of file system are one. In order of place. */
function pairsOf(
  olds: readonly GuestVolume[],
  nows: readonly GuestVolume[],
): readonly (readonly [GuestVolume | undefined, GuestVolume | undefined])[] {
  const isOne = (a: GuestVolume, b: GuestVolume): boolean =>
    a.at.offset === b.at.offset && a.fileSystem?.kind === b.fileSystem?.kind
  const startOf = ([old, now]: readonly [GuestVolume | undefined, GuestVolume | undefined]) =>
    (now ?? old)?.at.offset ?? 0
  const left = new Set(olds)
  const pairs = nows.map((now) => {
    const old = [...left].find((each) => isOne(each, now))
    if (old) left.delete(old)
    return [old, now] as const
  })
  return [...pairs, ...[...left].map((old) => [old, undefined] as const)].sort(
    (a, b) => startOf(a) - startOf(b),
  )
}

async function openBoth(
  { before, after }: TwoStates,
  changed: ChangedDisk,
  { old, now, volume }: VolumePair,
): Promise<AffectedVolume> {
  if (old && now && old.at.length === now.at.length && !isTouched(changed.ranges, now.at)) {
    return { volume, outcome: 'same', reason: undefined, hasJournal: false, async *files() {} }
  }
  const was = old && (await openVolumeFiles(before, old))
  const is = now && (await openVolumeFiles(after, now))
  const files = { before: was?.ok ? was : undefined, after: is?.ok ? is : undefined }
  const refusals = [is, was].flatMap((each) => (each && !each.ok ? [each.reason] : []))
  return {
    volume,
    outcome: files.before
      ? files.after
        ? 'compared'
        : 'only-before'
      : files.after
        ? 'only-after'
        : 'not-read',
    reason: refusals[0],
    hasJournal: [files.before, files.after].some((each) => each && hasJournal(each)),
    async *files(run, { onEnd, withJournal = false } = {}) {
      const states = withJournal ? await replayed({ ...files, changed }, run) : undefined
      yield* affectedFiles(states ?? { ...files, changed: changed.ranges }, run, onEnd)
    },
  }
}

interface VolumeStates {
  readonly before: VolumeFiles | undefined
  readonly after: VolumeFiles | undefined
  /** Ranges of the disk. All that differs is in them. */
  readonly changed: readonly ChangedRange[]
}

/** Both states behind the journals of their file systems; a state whose journal cannot be read is as it is. */
async function replayed(
  {
    before,
    after,
    changed,
  }: Pick<VolumeStates, 'before' | 'after'> & {
    readonly changed: ChangedDisk
  },
  run?: Run,
): Promise<VolumeStates> {
  const old = before && (await afterJournal(before, run))
  const now = after && (await afterJournal(after, run))
  return {
    before: old?.files ?? before,
    after: now?.files ?? after,
    changed: joinedChanges(changed.ranges, old?.written ?? [], now?.written ?? []),
  }
}

/** The files of one volume that are affected, in the order of its directories. */
export async function* affectedFiles(
  { before, after, changed }: VolumeStates,
  run?: Run,
  onEnd?: (end: VolumeEnd) => void,
): AsyncGenerator<readonly AffectedFile[]> {
  if (!before && !after) return
  const touched = before && after && (await touchedNodes({ before, after }, changed, run))
  const problems: string[] = []
  let problemCount = 0
  const at: Comparison = { before, after, changed, budget: startBudget() }
  const onProblem = (sentence: string): void => {
    problemCount++
    if (problems.length < MOST_PROBLEMS) problems.push(sentence)
  }
  yield* compareTrees({ ...at, touched, onProblem }, run)
  onEnd?.({ nameless: touched?.unmet ?? 0, problems, problemCount })
}
