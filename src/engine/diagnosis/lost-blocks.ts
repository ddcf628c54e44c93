/** Blocks that cannot be read: past the end of a file that was cut off, or with entries that say nothing. */
import { exactSize, formatBytes, formatCount, plural } from '../bytes/format.ts'
import { visibleText } from '../bytes/visible-text.ts'
import { type Examined, presentBlocks } from './examined.ts'
import type { Loss } from './losses.ts'
import type { Diagnosis } from './verdict.ts'

const part = ({ bytes, blocks }: Loss, all: number): string =>
  `${formatCount(blocks)} of ${plural(all, 'block')} (${formatBytes(bytes)} of the disk)`

export function cutOff(examined: Examined): Diagnosis | undefined {
  const { losses, image } = examined
  const loss = losses?.pastEnd
  if (!loss || loss.bytes === 0) return undefined
  return {
    id: 'cut-off',
    certainty: 'proven',
    condition: 'damaged',
    sentences: [
      `Cut off: ${part(loss, presentBlocks(examined))} lie past the end of the file.`,
      `The file has ${exactSize(image.source.size)}; its blocks need at least ${exactSize(losses.neededSize)}.`,
      ...fileSentences(examined),
    ],
    explains: ['bat.block-beyond-end', 'bat.block-cut', 'region.beyond-end'],
    loss,
    ways: ['copy-again', 'export', 'salvage-lengthened'],
  }
}

/** Whose bytes these are, where that was looked at. */
function fileSentences({ looks: { lostFiles } }: Examined): readonly string[] {
  if (!lostFiles) return []
  const { count, named, isWhole } = lostFiles
  const listed = named.map(
    ({ path, lostBytes, isGone }) =>
      `“${visibleText(path)}” (${isGone ? 'all of it' : formatBytes(lostBytes)})`,
  )
  const more = count > named.length ? [`${formatCount(count - named.length)} more`] : []
  const all = plural(
    count,
    'file or directory of the guest has',
    'files and directories of the guest have',
  )
  return [
    ...(count > 0 ? [`${all} lost bytes: ${[...listed, ...more].join(', ')}.`] : []),
    ...(count === 0 && isWhole ? ['No file of the guest has lost bytes.'] : []),
    ...(isWhole ? [] : ['Not all files of the guest were looked at.']),
  ]
}

/** The log knows how long the file was (§2.3.3), and it is not so long any more. */
export function cutBeforeReplay({ of, losses, inspection }: Examined): Diagnosis | undefined {
  const [found] = of('replay.truncated')
  if (!found) return undefined
  const flushed = found.values['flushed']
  const numbers = `${exactSize(inspection.size)} are here${
    typeof flushed === 'bigint' || typeof flushed === 'number'
      ? `; the log says that there were at least ${formatBytes(flushed)}`
      : ''
  }.`
  const isLost = (losses?.pastEnd.bytes ?? 0) > 0
  return {
    id: isLost ? 'cut-off' : 'host-full',
    certainty: isLost ? 'proven' : 'likely',
    condition: 'damaged',
    sentences: isLost
      ? [`The file is truncated. ${numbers}`]
      : [
          `The file ends before what its log promises. ${numbers}`,
          'No block of the disk that is in the file lies past its end: nothing of the disk may be lost. The host may have been full when the file was to grow.',
        ],
    explains: ['replay.truncated'],
    ...(losses && isLost && { loss: losses.pastEnd }),
    ways: ['copy-again', 'salvage-lengthened', 'export-before', 'salvage-without-log'],
  }
}

export function blocksUnreadable(examined: Examined): Diagnosis | undefined {
  const loss = examined.losses?.untold
  if (!loss || loss.bytes === 0) return undefined
  return {
    id: 'blocks-unreadable',
    certainty: 'proven',
    condition: 'damaged',
    sentences: [
      `The table of blocks is damaged: of ${part(loss, examined.image.geometry?.payloadBlocks ?? 0)} it does not say where they are.`,
      ...fileSentences(examined),
    ],
    explains: [
      'bat.state-reserved',
      'bat.partial-without-parent',
      'bat.partial-without-bitmap',
      'bat.bitmap-state',
      'bat.offset-zero',
    ],
    loss,
    ways: ['export', 'findings'],
  }
}
