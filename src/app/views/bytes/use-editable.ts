/** Whether the bytes that are shown can be typed over. */

import type { ShownState } from '../../store/state.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { editingOff } from '../edit/editing.ts'

export function useEditable(shows: ShownState): boolean {
  const { inspection, origin } = useOpenFile()
  return origin.kind === 'kept' && shows === 'before' && editingOff(inspection) === undefined
}
