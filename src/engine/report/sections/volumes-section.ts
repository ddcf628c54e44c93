/** What the guest would find on its disk, in the document: partitions and file systems. */
import { formatBytes, formatHex } from '../../bytes/format.ts'
import { visibleText } from '../../bytes/visible-text.ts'
import { tableWords } from '../../volumes/volume-words.ts'
import { type Block, data, heading, table, text } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

export function volumesSection({ volumes, salvage }: Report): readonly Block[] {
  if (!volumes) return []
  const whole = { table: volumes.table, fileSystem: volumes.fileSystem ?? undefined }
  return [
    heading(2, salvage ? 'The virtual disk, salvaged' : 'The virtual disk'),
    text(visibleText(`The disk has ${tableWords(whole)}.`)),
    ...table(
      'Partitions',
      ['Number', 'At', 'Size', 'Type', 'Name', 'File system', 'Label'],
      volumes.partitions,
      ({ number, offset, length, type, typeName, name = '', fileSystem }) => [
        data(number),
        data(formatHex(BigInt(offset))),
        data(formatBytes(BigInt(length))),
        typeName ?? type,
        visibleText(name),
        fileSystem?.kind ?? 'not known',
        visibleText(fileSystem?.label ?? ''),
      ],
    ),
    ...volumes.problems.map((problem) => text(visibleText(problem))),
  ]
}
