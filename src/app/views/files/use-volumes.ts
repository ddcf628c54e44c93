/** The volumes of the states that are shown. */
import { useMemo } from 'react'
import type { FilesVolume } from '../../../worker/protocol/files.ts'
import type { ErrorInfo } from '../../../worker/protocol/protocol.ts'
import { usePage } from '../../store/use-page.ts'
import type { ShownStates } from './shown-states.ts'
import { shownVolumes } from './volumes.ts'

export interface Volumes {
  readonly volumes: readonly FilesVolume[]
  readonly problems: readonly string[]
  readonly error: ErrorInfo | undefined
  readonly loading: boolean
  /** What the disk is divided into is not in the skeleton that is open. */
  readonly isAbsent: boolean
}

export function useVolumes({ states }: ShownStates): Volumes {
  const before = usePage(
    'files.volumes',
    states.includes('before') ? { state: 'before' } : undefined,
  )
  const after = usePage('files.volumes', states.includes('after') ? { state: 'after' } : undefined)
  const pages = [before, after]
  const volumes = useMemo(
    () => shownVolumes({ before: before.data, after: after.data }),
    [before.data, after.data],
  )
  const loading = pages.some((page) => page.loading)
  return {
    volumes,
    problems: [...new Set(pages.flatMap(({ data }) => data?.problems ?? []))],
    error: before.error ?? after.error,
    loading,
    isAbsent:
      !loading && !before.error && !after.error && pages.every(({ data }) => data === undefined),
  }
}
