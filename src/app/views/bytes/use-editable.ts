/** Whether the bytes that are shown can be typed over. */
import { useOpenFile } from '../../hooks/use-open-file.ts'
import type { ShownState } from '../../store/state.ts'
import { editingOff } from '../edit/editing.ts'

export function useEditable(shows: ShownState): boolean {
  const { inspection, origin } = useOpenFile()
  return origin.kind === 'kept' && shows === 'before' && editingOff(inspection) === undefined
}
