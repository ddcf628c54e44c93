/** What keeps Windows from attaching an image that is in order, in words that command line and report share. */
import type { AttachObstacle } from './attach-help.ts'
import { codeHex } from './code-words.ts'

/** “0xC03A001A ERROR_VIRTUAL_DISK_LIMITATION”. */
export const refusalOf = ({ code: { number, name } }: AttachObstacle): string =>
  `${codeHex(number)} ${name}`

/** Sentences behind its cause: what Windows says, how it is seen, and how it is mended. */
export const obstacleSentences = (obstacle: AttachObstacle): readonly string[] => [
  `Windows says: ${refusalOf(obstacle)}.`,
  `To see it: “${obstacle.shows}”; it is so where ${obstacle.sign}.`,
  `To mend it: “${obstacle.mends}”.${obstacle.note === undefined ? '' : ` ${obstacle.note}`}`,
]
