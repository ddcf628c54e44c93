/** Which shares of the account the cells of a map have, where some are shown alone. */
import type { State } from '../../../../engine/inspect/inspection.ts'
import { usePage } from '../../../store/use-page.ts'
import type { ShareFilter } from './use-accounts.ts'

interface CellsOf {
  readonly state: State
  readonly of: 'file' | 'disk'
  readonly from: number
  readonly to: number
  readonly perCell: number
}

/** `undefined` until they have come, and where no share is chosen. */
export function useShareCells(
  { any, looked }: ShareFilter,
  query: CellsOf | undefined,
): Uint16Array | undefined {
  const isAsked = any.length > 0 && query !== undefined
  const { data, params } = usePage(
    'space.shares',
    isAsked ? { ...query, look: looked[query.state] } : undefined,
  )
  // Those of an earlier question are of other cells.
  const isThese =
    params?.state === query?.state &&
    params?.from === query?.from &&
    params?.perCell === query?.perCell
  return isThese ? data?.cells : undefined
}
