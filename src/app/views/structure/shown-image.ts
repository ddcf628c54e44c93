/** What the Structure screen reads of an inspection in the state that is shown. */
import type { ImageReport } from '../../../engine/inspect/inspection.ts'
import { imageOf } from '../../shared/verdict/facts.ts'
import { useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'

/** While both states are shown, the lists are those after the replay; the values stand twice. */
export function useShownImage(): ImageReport {
  const { inspection } = useOpenFile()
  const state = useApp((app) => app.state)
  return imageOf(inspection, state === 'before' ? 'before' : 'after')
}
