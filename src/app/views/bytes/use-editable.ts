/** Whether the bytes that are shown can be typed over. */

import { editingOff } from '../../shared/editing.ts'
import type { ShownState } from '../../store/state.ts'
import { useOpenFile } from '../../store/use-open-file.ts'

export function useEditable(shows: ShownState): boolean {
  const { inspection, origin } = useOpenFile()
  return origin.kind === 'kept' && shows === 'before' && editingOff(inspection) === undefined
}
