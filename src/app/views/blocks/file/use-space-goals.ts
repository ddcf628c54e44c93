/** The ways from a place in the file to what is there: a block, the screen of a structure, bytes. */
import { useRef } from 'react'
import type { FileExtentRow } from '../../../../engine/space/file-extents.ts'
import type { Calls } from '../../../../worker/protocol/protocol.ts'
import { useShowBytes } from '../../../shared/use-show-bytes.ts'
import { errorInfo } from '../../../store/error-info.ts'
import { useActions } from '../../../store/use-app.ts'

export interface SpaceGoals {
  /** Goes to what matters most there. */
  readonly open: (place: Calls['space.place']['params']) => void
  readonly go: (row: FileExtentRow) => void
  readonly showBytes: (row: FileExtentRow) => void
}

/** The BAT has its screen here: of it there are the bytes. */
export function goalOf({ structures, owners }: FileExtentRow): 'block' | 'structure' | 'bytes' {
  if (owners.first) return 'block'
  const [structure] = structures
  return structure && structure.kind !== 'bat' ? 'structure' : 'bytes'
}

interface SpaceGoalsOf {
  /** Selects an entry of the BAT. */
  readonly onEntry: (index: number) => void
  readonly onUnit: (offset: number) => void
}

export function useSpaceGoals({ onEntry, onUnit }: SpaceGoalsOf): SpaceGoals {
  const { call, show, select, announce } = useActions()
  const showBytes = useShowBytes()
  const latest = useRef(0)

  const go = (row: FileExtentRow) => {
    const { offset, length, structures, owners, kind } = row
    const goal = goalOf(row)
    if (goal === 'block' && owners.first) {
      onEntry(owners.first.index)
      return
    }
    if (kind === 'past-end') return
    if (goal === 'bytes') {
      showBytes({ offset, length })
      return
    }
    select({ offset, length })
    show(structures[0]?.kind === 'log' ? 'log' : 'structure', { lead: true })
  }

  const open: SpaceGoals['open'] = (place) => {
    latest.current += 1
    const mine = latest.current
    call('space.place', place).then(
      (row) => {
        if (mine !== latest.current || !row) return
        onUnit(row.offset)
        go(row)
      },
      (thrown: unknown) => announce(errorInfo(thrown).message),
    )
  }
  return { open, go, showBytes: ({ offset, length }) => showBytes({ offset, length }) }
}
