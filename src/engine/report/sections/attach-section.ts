/** Of an image that is in order, in the document: what may keep it from being attached all the same. */
import { ATTACH_INTRO, ATTACH_OBSTACLES, ATTACH_TITLE } from '../../codes/attach-help.ts'
import { obstacleSentences } from '../../codes/attach-words.ts'
import { type Block, heading, text } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

export function attachSection({ outcome, verdict }: Report): readonly Block[] {
  if (outcome !== 'clean' || verdict?.condition !== 'sound') return []
  return [
    heading(2, ATTACH_TITLE),
    text(ATTACH_INTRO),
    ...ATTACH_OBSTACLES.flatMap((obstacle) => [
      heading(3, obstacle.title),
      text(obstacle.cause),
      { kind: 'list' as const, items: obstacleSentences(obstacle) },
    ]),
  ]
}
