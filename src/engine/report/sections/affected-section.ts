/** Files of the guest that an update affects, in the document. */
import { differenceWords, STATUS_WORDS, volumeTitle } from '../../affected/affected-words.ts'
import { formatBytes, formatCount } from '../../bytes/format.ts'
import { visibleText } from '../../bytes/visible-text.ts'
import { type Block, data, heading, MAX_ROWS, table, text } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

export function affectedSection({ affected }: Report): readonly Block[] {
  if (!affected) return []
  return [
    heading(2, 'Files of the guest'),
    ...affected.words.map((words) => text(visibleText(words))),
    ...affected.volumes.flatMap(volumeBlocks),
  ]
}

type VolumeFiles = NonNullable<Report['affected']>['volumes'][number]

function volumeBlocks(volume: VolumeFiles): readonly Block[] {
  const { files, counts, problems, nameless } = volume
  const left = counts.paths - files.length
  return [
    ...table(
      `Affected files: ${volumeTitle({ partition: undefined, fileSystem: undefined, ...volume })}`,
      ['State', 'Path', 'Size', 'What differs'],
      files,
      (file) => [
        STATUS_WORDS[file.status],
        data(visibleText(file.path)),
        data(formatBytes(BigInt(file.size))),
        differenceWords(file),
      ],
    ),
    // What the table leaves out of those that are here it says itself.
    ...(left > 0 && files.length <= MAX_ROWS
      ? [text(`${formatCount(left)} more are counted only.`)]
      : []),
    ...(nameless > 0
      ? [text(`What was touched and has no name: ${formatCount(nameless)}, such as a journal.`)]
      : []),
    ...problems.map((problem) => text(visibleText(problem))),
  ]
}
