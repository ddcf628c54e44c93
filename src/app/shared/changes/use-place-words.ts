/** What the byte that is selected in a change belongs to, in words. */
import type { Change } from '../../../engine/changes/change.ts'
import type { Reading } from '../../../worker/protocol/file.ts'
import { useApp } from '../../store/use-app.ts'
import { usePage } from '../../store/use-page.ts'
import { placeWords } from '../place.ts'

/** `where` is the state of the file to look in. `undefined` without a change, and until it is known. */
export function usePlaceWords(change: Change | undefined, where: Reading): string | undefined {
  const selection = useApp((app) => app.selection)
  const offset = selection?.offset
  const located = usePage(
    'space.locate',
    offset === undefined || !change ? undefined : { ...where, offset },
  )
  return located.params?.offset === offset ? placeWords(located.data) : undefined
}
