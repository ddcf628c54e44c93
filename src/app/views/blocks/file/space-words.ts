/** Whom space in the file belongs to, for the screen and for those who hear it. */
import {
  formatBytes,
  formatCount,
  formatHex,
  plural,
  upperFirst,
} from '../../../../engine/bytes/format.ts'
import type { UpdateWords } from '../../../../engine/changes/update-words.ts'
import { blockWords } from '../../../../engine/format/bat-entry.ts'
import {
  SPACE_CHANGED_BIT,
  SPACE_KINDS,
  type SpaceKind,
  spaceBit,
} from '../../../../engine/format/space-kind.ts'
import type { FileExtentRow } from '../../../../engine/space/file-extents.ts'
import type { SpaceMap } from '../../../../engine/space/file-map.ts'

export const SPACE_NAMES: Readonly<Record<SpaceKind, string>> = {
  'header-section': 'Header section',
  log: 'Log',
  metadata: 'Metadata',
  bat: 'BAT',
  region: 'Other regions',
  payload: 'Payload blocks',
  'sector-bitmap': 'Sector bitmaps',
  remembered: 'Kept by entries without a block',
  free: 'Nobody’s',
  overlap: 'Several owners',
  'past-end': 'Past the end of the file',
}

/** As the legend has them: as they mostly lie in the file, and then what should not be. */
export const LEGEND = Object.keys(SPACE_NAMES) as readonly SpaceKind[]

export interface SpaceFilter {
  /** None: all of them. */
  readonly kinds: readonly SpaceKind[]
  readonly changedOnly: boolean
}

export const hasKind = (bits: number, kind: SpaceKind): boolean => (bits & spaceBit(kind)) !== 0

/** The most important kind of a cell that is shown; `undefined` where none is. */
export function shownKind(bits: number, { kinds, changedOnly }: SpaceFilter) {
  if (changedOnly && (bits & SPACE_CHANGED_BIT) === 0) return undefined
  return SPACE_KINDS.findLast(
    (kind) => hasKind(bits, kind) && (kinds.length === 0 || kinds.includes(kind)),
  )
}

/**
 * Bytes [from, to) of a file of `size`, which may end within them: "32 MiB at 0x8000000: payload
 * blocks, nobody’s, changed by the replay".
 */
export function cellWords(
  { from, to }: { readonly from: number; readonly to: number },
  size: number,
  bits: number | undefined,
  { agent }: UpdateWords,
): string {
  const end = from < size ? Math.min(to, size) : to
  const place = `${formatBytes(end - from)} at ${formatHex(from)}`
  if (bits === undefined) return place
  const kinds = SPACE_KINDS.filter((kind) => hasKind(bits, kind)).reverse()
  const names = kinds.map((kind) => (kind === 'bat' ? 'BAT' : SPACE_NAMES[kind].toLowerCase()))
  const words = names.length > 0 ? names : ['behind the end of the file']
  const changed = (bits & SPACE_CHANGED_BIT) !== 0 ? [`changed by ${agent}`] : []
  return `${place}: ${[...words, ...changed].join(', ')}`
}

/** "Log", "Block 17", "Blocks 5 to 20", "Region table 1; block 3": who claims it, structures first. */
export function ownerText({ kind, structures, structureCount, owners }: FileExtentRow): string {
  if (kind === 'free') return '–'
  const more = structureCount - structures.length
  const texts = [
    ...structures.map(({ name }) => name),
    ...(more > 0 ? [plural(more, 'more structure')] : []),
    ...blocksText(owners),
  ]
  return upperFirst(texts.join('; '))
}

function blocksText({ blocks, bitmaps, remembering, first, last }: FileExtentRow['owners']) {
  const owning = blocks + bitmaps
  const count = owning > 0 ? owning : remembering
  if (!first || !last) return []
  const isRow = bitmaps === 0 && first.kind === 'payload' && last.kind === 'payload'
  if (count === 1) return [blockWords(first.kind, first.number)]
  if (isRow && last.number - first.number + 1 === count) {
    return [`blocks ${formatCount(first.number)} to ${formatCount(last.number)}`]
  }
  const what = bitmaps === 0 ? 'blocks' : 'blocks and sector bitmaps'
  return [
    `${formatCount(count)} ${what} from ${blockWords(first.kind, first.number)} to ${blockWords(last.kind, last.number)}`,
  ]
}

/** What the strip cannot show, in sentences. */
export function spaceNotes({ isKnown, beyond, uncharted }: SpaceMap): readonly string[] {
  return [
    ...(isKnown
      ? []
      : [
          'The log has no place that it can have, or not all of the BAT can be read: what seems to be nobody’s may belong to something.',
        ]),
    ...(beyond
      ? [
          `${plural(beyond.owners, 'block or structure', 'blocks or structures')} would lie farther behind the end of the file than the strip reaches, up to ${formatHex(beyond.end)}.`,
        ]
      : []),
    ...(uncharted > 0
      ? [
          `The last ${formatBytes(uncharted)} of the file are more than a VHDX can need, and not shown.`,
        ]
      : []),
  ]
}
