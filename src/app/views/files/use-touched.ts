/** Which files of a volume the update affects: asked for once somebody wants to know, since it reads what describes them. */
import { useMemo } from 'react'
import type { AffectedFile } from '../../../engine/affected/affected-file.ts'
import type { VolumeReport } from '../../../engine/affected/affected-report.ts'
import type { Progress } from '../../../worker/protocol/protocol.ts'
import { usePage } from '../../store/use-page.ts'

/** Of more files of a volume the first are listed; the report has all of them. */
const MOST = 5000

export interface Touched {
  readonly volume: VolumeReport | undefined
  readonly byPath: ReadonlyMap<string, AffectedFile>
  /** Every file that is affected is known: all others are as they were. */
  readonly isWhole: boolean
  readonly isAsked: boolean
  readonly loading: boolean
  readonly progress: Progress | undefined
  /** Why nothing is known, in a sentence. */
  readonly problem: string | undefined
}

/** `place` is where the volume begins on the disk. */
export function useTouched(isAsked: boolean, place: number): Touched {
  const { data, error, loading, progress } = usePage(
    'affected.list',
    isAsked ? { most: MOST } : undefined,
  )
  const volume = data?.ok ? data.volumes.find(({ at }) => at.offset === place) : undefined
  const byPath = useMemo(
    () => new Map((volume?.files ?? []).map((file) => [file.path, file])),
    [volume],
  )
  const isRead = volume !== undefined && volume.outcome !== 'not-read'
  return {
    volume,
    byPath,
    isWhole: isRead && volume.problemCount === 0 && byPath.size === volume.counts.paths,
    isAsked,
    loading,
    progress,
    problem: error?.message ?? (data && !data.ok ? data.reason : undefined),
  }
}
