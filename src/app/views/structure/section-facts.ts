/** What several sections of the Structure screen show: the image in the chosen state, and checksums in words. */
import { formatHex } from '../../../engine/bytes/format.ts'
import type { Checksum } from '../../../engine/format/checksum.ts'
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

export function checksumWords(checksum: Checksum | undefined): string {
  if (!checksum) return 'not read'
  return checksum.stored === checksum.computed
    ? 'checksum matches'
    : `checksum is ${formatHex(checksum.stored, 8)}, must be ${formatHex(checksum.computed, 8)}`
}
