/** What the guest would find on its disk, in the document: partitions and file systems. */
import { formatBytes, formatHex } from '../../bytes/format.ts'
import { visibleText } from '../../bytes/visible-text.ts'
import { stateWords, tableWords } from '../../guest/volumes/volume-words.ts'
import { type Block, data, facts, heading, table, text } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

export function volumesSection({ volumes, salvage }: Report): readonly Block[] {
  if (!volumes) return []
  const { fileSystem } = volumes
  const whole = { table: volumes.table, fileSystem: fileSystem ?? undefined }
  return [
    heading(2, salvage ? 'The virtual disk, salvaged' : 'The virtual disk'),
    text(visibleText(`The disk has ${tableWords(whole)}.`)),
    ...(fileSystem ? [facts(fileSystemRows(fileSystem))] : []),
    ...table(
      'Partitions',
      ['Number', 'At', 'Size', 'Type', 'Name', 'File system', 'Label', 'Its size', 'UUID', 'State'],
      volumes.partitions,
      ({ number, offset, length, type, typeName, name = '', fileSystem }) => [
        data(number),
        data(formatHex(BigInt(offset))),
        data(formatBytes(BigInt(length))),
        typeName ?? type,
        visibleText(name),
        fileSystem?.kind ?? 'not known',
        visibleText(fileSystem?.label ?? ''),
        data(sizeWords(fileSystem)),
        data(visibleText(fileSystem?.id ?? '')),
        stateWords(fileSystem ?? {}) ?? NOT_SAID,
      ],
    ),
    ...volumes.problems.map((problem) => text(visibleText(problem))),
  ]
}

type FileSystem = NonNullable<NonNullable<Report['volumes']>['fileSystem']>

/** Not every file system says how it was left, and nobody else knows it. */
const NOT_SAID = 'not said'

const sizeWords = (fileSystem: FileSystem | null): string =>
  fileSystem?.size === undefined ? '' : formatBytes(BigInt(fileSystem.size))

const fileSystemRows = (fileSystem: FileSystem) => [
  ['Its size', data(sizeWords(fileSystem) || NOT_SAID)] as const,
  ['UUID', data(visibleText(fileSystem.id ?? 'none'))] as const,
  ['State', stateWords(fileSystem) ?? NOT_SAID] as const,
]
