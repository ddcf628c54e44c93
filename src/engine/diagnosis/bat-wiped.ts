/** A table of blocks that is empty in a file that is not. */
import { formatBytes, formatCount, plural } from '../bytes/format.ts'
import { endOf } from '../bytes/ranges.ts'
import { MIB } from '../format/layout.ts'
import { DATA_THERE } from '../image/bat/free-space.ts'
import { type Examined, presentBlocks } from './examined.ts'
import type { UnownedLook } from './looks.ts'
import type { Diagnosis } from './verdict.ts'

/** Of what the log still holds so many sentences are said. */
const SAID = 4

/** No block is there, and yet space that nobody owns holds data. */
export function batWiped(examined: Examined): Diagnosis | undefined {
  const { census, image, of, inspection, looks } = examined
  const { blockSize = MIB } = image.geometry ?? {}
  if (!census) return undefined
  const data = of('space.unreferenced', 'space.trailing').filter(
    ({ at, values }) => values['content'] === DATA_THERE && at.length >= blockSize,
  )
  const bytes = data.reduce((sum, { at }) => sum + at.length, 0)
  const isEmpty = presentBlocks(examined) === 0
  const unallocated = of('metadata.fixed-but-unallocated')
  if (!isEmpty || (bytes === 0 && unallocated.length === 0)) return undefined
  const first = data[0]
  // Whether they are about the table nobody has read yet.
  const { stale = 0, superseded = 0, active = 0 } = inspection.log?.entryCounts ?? {}
  const hasEntries = stale + superseded + active > 0
  const fromLog = looks.salvage?.ways.get('salvage-bat-from-log') ?? []
  return {
    id: 'bat-wiped',
    certainty: 'likely',
    condition: 'damaged',
    sentences: [
      `The table of blocks is empty, and the disk would read as zeros, but ${
        bytes > 0
          ? `there are data in ${formatBytes(bytes)} of the file that it does not name`
          : 'this is a fixed disk, whose blocks are all in the file'
      }.`,
      ...(first
        ? [
            `The data begin at ${formatBytes(first.at.offset)} and end at ${formatBytes(Math.max(...data.map(({ at }) => endOf(at))))}.`,
          ]
        : []),
      ...(looks.unowned ? amountWords(looks.unowned) : []),
      ...(fromLog.length > 0 ? ['The log still holds parts of the table.'] : []),
      ...fromLog.slice(0, SAID),
    ],
    explains: ['space.unreferenced', 'space.trailing', 'metadata.fixed-but-unallocated'],
    ways: [
      'copy-again',
      ...(hasEntries ? (['salvage-bat-from-log'] as const) : []),
      ...(image.geometry?.kind === 'fixed' ? (['salvage-bat-linear'] as const) : []),
      ...(bytes > 0 ? (['export-unowned'] as const) : []),
      'findings',
    ],
  }
}

const amountWords = ({ looked, withData }: UnownedLook): readonly string[] =>
  looked === 0
    ? []
    : [
        `Of ${plural(looked, 'place')} that were looked at in space that nobody owns, ${formatCount(withData)} hold more than zeros.`,
      ]
