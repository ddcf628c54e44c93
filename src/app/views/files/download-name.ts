/** What a download of the guest's files is called: the browser makes the name safe for its system. */
import { visibleText } from '../../../engine/bytes/visible-text.ts'

/** Characters that no system has in a name, which some browsers would cut the name at. */
const FORBIDDEN = /[/\\:*?"<>|]/g

export const downloadName = (name: string, isArchive: boolean): string => {
  const safe = visibleText(name).replace(FORBIDDEN, '_')
  return isArchive ? `${safe}.tar` : safe
}
