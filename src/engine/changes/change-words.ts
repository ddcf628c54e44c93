/** What a replay changes, in a sentence: "Replay changes 38 sectors (152 KiB): 37 in the BAT, 1 in the metadata." */

import { formatBytes, formatCount, plural } from '../bytes/format.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { StructureKind } from '../image/structure-map.ts'
import type { Change } from './change.ts'

/** In the order of their weight. */
export const STRUCTURE_TITLES: Readonly<Record<StructureKind, string>> = {
  bat: 'BAT',
  metadata: 'Metadata',
  'region-table': 'Region tables',
  'sector-bitmap-block': 'Sector bitmaps',
  'payload-block': 'Payload blocks',
  region: 'Other regions',
  unowned: 'Unallocated space',
  'block-or-unowned': 'Blocks or unallocated space',
  'header-section': 'Header section',
  'file-identifier': 'File identifier',
  log: 'Log',
  header: 'Headers',
}

/** With the article, for running text. */
const STRUCTURE_WORDS: Readonly<Record<StructureKind, string>> = {
  'file-identifier': 'the file identifier',
  header: 'the headers',
  'region-table': 'the region tables',
  'header-section': 'the header section',
  log: 'the log',
  metadata: 'the metadata',
  bat: 'the BAT',
  region: 'an unknown region',
  'payload-block': 'payload blocks',
  'sector-bitmap-block': 'sector bitmaps',
  unowned: 'unallocated space',
  'block-or-unowned': 'blocks or unallocated space',
}

/** What of a change is told of it, wherever it comes from. */
type Told = Pick<Change, 'structure' | 'length'>

export const sectorsOf = (changes: readonly Pick<Change, 'length'>[]): number =>
  changes.reduce((sum, { length }) => sum + Math.ceil(length / LOG_SECTOR_SIZE), 0)

/** Without the headers: they change because the log is then empty, not because of what is in it. */
export const contentChanges = <Each extends Told>(changes: readonly Each[]): readonly Each[] =>
  changes.filter(({ structure }) => structure !== 'header')

/** `unchangedSectors` are told where they are known. */
export function describeChanges(changes: readonly Told[], unchangedSectors = 0): string {
  const content = contentChanges(changes)
  const there =
    unchangedSectors > 0
      ? ` ${plural(unchangedSectors, 'sector')} already ${unchangedSectors === 1 ? 'holds' : 'hold'} what the log says.`
      : ''
  if (content.length === 0) {
    return `Replay would change no sector: the log has already been applied.${there}`
  }
  return `${changesSentence('Replay', content)}${there}`
}

/** What a salvage changes, headers and all. */
export const describeSalvage = (changes: readonly Told[]): string =>
  changes.length === 0
    ? 'The salvage changes no sector that the file has.'
    : changesSentence('The salvage', changes)

function changesSentence(agent: string, changes: readonly Told[]): string {
  const total = sectorsOf(changes)
  const structures = [...new Set(changes.map(({ structure }) => structure))]
  const parts = structures.map(
    (structure) =>
      `${formatCount(sectorsOf(changes.filter((change) => change.structure === structure)))} in ${STRUCTURE_WORDS[structure]}`,
  )
  const where =
    parts.length === 1
      ? ` in ${STRUCTURE_WORDS[structures[0] ?? 'unowned']}`
      : `: ${parts.join(', ')}`
  return `${agent} changes ${plural(total, 'sector')} (${formatBytes(total * LOG_SECTOR_SIZE)})${where}.`
}

/** "the file grows by 3 MiB to 12 MiB"; `undefined` where it does not. */
export const growthWords = (before: number, after: number): string | undefined =>
  after > before
    ? `the file grows by ${formatBytes(after - before)} to ${formatBytes(after)}`
    : undefined
