/** The file as a row of structures in the order of their offsets: what the layout strip draws. */
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import {
  HEADER_OFFSETS,
  HEADER_SECTION_SIZE,
  HEADER_SIZE,
  REGION_TABLE_OFFSETS,
  REGION_TABLE_SIZE,
} from '../../../engine/format/layout.ts'
import type { Inspection, State } from '../../../engine/inspect/inspection.ts'

export interface Segment extends ByteRange {
  readonly name: string
  /** For the narrow places of the strip. */
  readonly short: string
  /** unknown: what is there nothing says, since what would say it is lost. */
  readonly kind: 'head' | 'log' | 'region' | 'blocks' | 'unknown' | 'added'
  /** Of two copies, the one in use. */
  readonly current: boolean
  /** A copy that its signature, its checksum or its fields say is not to be used. */
  readonly damaged?: boolean
}

const head = (
  name: string,
  short: string,
  range: ByteRange,
  { current = false, valid = true } = {},
): Segment => ({ ...range, name, short, kind: 'head', current, damaged: !valid })

function headSection({ headers, before, identity }: Inspection): readonly Segment[] {
  const header = (index: 0 | 1) =>
    head(
      `Header ${index + 1}`,
      `H${index + 1}`,
      { offset: HEADER_OFFSETS[index], length: HEADER_SIZE },
      headers.copies[index],
    )
  const table = (index: 0 | 1) =>
    head(
      `Region table ${index + 1}`,
      `R${index + 1}`,
      { offset: REGION_TABLE_OFFSETS[index], length: REGION_TABLE_SIZE },
      before.regionTables.copies[index],
    )
  return [
    head(
      'File identifier',
      'ID',
      { offset: 0, length: HEADER_OFFSETS[0] },
      { valid: identity.kind === 'vhdx' },
    ),
    header(0),
    header(1),
    table(0),
    table(1),
  ]
}

/** A hostile region table lists thousands; the strip shows so many and Structure shows all. */
const MOST_REGIONS = 16

function regions(inspection: Inspection, state: State): readonly Segment[] {
  const image = (state === 'after' ? inspection.after : undefined) ?? inspection.before
  const entries = image.regionTables.current?.entries ?? []
  return entries
    .slice(0, MOST_REGIONS)
    .flatMap(({ name, range }) =>
      range ? [{ ...range, name, short: name, kind: 'region' as const, current: false }] : [],
    )
}

/** Segments of a VHDX up to the end of the file, and what the replay adds behind it. */
export function layoutOf(inspection: Inspection, state: State): readonly Segment[] {
  const { size, log, update } = inspection
  const named: Segment[] = [
    ...headSection(inspection),
    ...(log
      ? [{ ...log.region, name: 'Log', short: 'Log', kind: 'log' as const, current: false }]
      : []),
    ...regions(inspection, state),
  ]
    .filter(({ offset, length }) => offset < size && length > 0)
    .map((segment) => ({ ...segment, length: Math.min(segment.length, size - segment.offset) }))
    .sort((a, b) => a.offset - b.offset)

  // Where log or BAT are lost, they may lie anywhere between what is known.
  const image = (state === 'after' ? inspection.after : undefined) ?? inspection.before
  const between =
    log && image.bat
      ? ({ name: 'Blocks and unallocated space', short: 'Blocks', kind: 'blocks' } as const)
      : ({ name: 'Unknown', short: 'Unknown', kind: 'unknown' } as const)
  const segments: Segment[] = []
  let end = 0
  const rest = (to: number) => {
    const offset = Math.max(end, HEADER_SECTION_SIZE)
    if (to <= offset) return
    const range = { offset, length: to - offset }
    segments.push({ ...range, ...between, current: false })
  }
  for (const segment of named) {
    rest(segment.offset)
    segments.push(segment)
    end = Math.max(end, segment.offset + segment.length)
  }
  rest(size)
  const added = update ? update.sizeAfter - size : 0
  if (added > 0 && state === 'after') {
    const range = { offset: size, length: added }
    segments.push({ ...range, name: 'Added', short: 'Added', kind: 'added', current: false })
  }
  return segments
}
