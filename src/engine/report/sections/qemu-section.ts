/** What QEMU would do with the file, in the document. */
import { formatCount, formatHex } from '../../bytes/format.ts'
import { visibleText } from '../../bytes/visible-text.ts'
import { type Block, data, facts, heading, table, text } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

export function qemuSection({ qemu }: Report): readonly Block[] {
  if (!qemu) return []
  const { headline, diverges, reasons, differences, notes } = qemu
  const sentences = reasons.map(({ sentence }) => sentence)
  return [
    heading(2, 'What QEMU would do'),
    text(visibleText(headline)),
    ...(diverges ? [text('Do not run “qemu-img check -r all” on this file.')] : []),
    ...[...sentences, ...notes].map((sentence) => text(visibleText(sentence))),
    facts([
      ['Versions', qemu.versions],
      ['Entries replayed', data(formatCount(qemu.entryCount))],
      ['Sectors that differ', data(formatCount(qemu.differingSectors))],
      ['Size after it', data(formatCount(BigInt(qemu.sizeAfter)))],
      ['Size by the specification', data(formatCount(BigInt(qemu.sizeBySpecification)))],
    ]),
    ...table(
      'Where its result differs',
      ['At', 'Length', 'What', 'Reason'],
      differences,
      ({ offset, length, what, reason }) => [
        data(formatHex(BigInt(offset))),
        data(formatCount(BigInt(length))),
        visibleText(what),
        reason,
      ],
    ),
  ]
}
