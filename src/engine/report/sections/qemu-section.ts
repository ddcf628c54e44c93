/** What QEMU would do with the file, in the document. */
import { exactSize, formatCount } from '../../bytes/format.ts'
import { visibleText } from '../../bytes/visible-text.ts'
import {
  adviceOn,
  batErrorWords,
  differenceWords,
  distanceWords,
  SAYS,
} from '../../qemu/answer-words.ts'
import { type Block, data, facts, heading, table, text } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

export function qemuSection({ qemu, outcome }: Report): readonly Block[] {
  if (!qemu) return []
  const { headline, stop, reasons, differences, notes, entryCount } = qemu
  const { sign, words } = adviceOn(qemu, outcome)
  const sizeAfter = Number(qemu.sizeAfter)
  const rightSize = Number(qemu.sizeBySpecification)
  const distance = distanceWords({ ...qemu, sizeAfter, rightSize })
  const after = [distance, batErrorWords(qemu.batErrors), ...notes]
  return [
    heading(2, 'What QEMU would do'),
    text(visibleText(headline)),
    ...(sign === 'warning' ? [text(words)] : []),
    ...(stop?.says ? [text(`${SAYS} ${stop.says}`)] : []),
    ...reasons.map(({ sentence }, index) => text(`Reason ${index + 1}: ${sentence}`)),
    ...after.flatMap((sentence) => sentence ?? []).map((sentence) => text(visibleText(sentence))),
    facts([
      ['Versions', qemu.versions],
      ['Entries replayed', data(formatCount(entryCount))],
      ['Size after it', data(exactSize(sizeAfter))],
    ]),
    ...table(
      'Where its result differs',
      ['Bytes', 'By MS-VHDX', 'By QEMU', 'Why'],
      differences,
      ({ offset, length, what, reason, specificationEntry, qemuEntry }) => {
        const range = { offset: Number(offset), length: Number(length) }
        const [right, other] = [specificationEntry ?? undefined, qemuEntry ?? undefined]
        const difference = { ...range, what, reason, ours: right, theirs: other }
        const { place, ours, theirs, why } = differenceWords(difference, qemu)
        return [data(visibleText(place)), ours, theirs, why]
      },
    ),
  ]
}
