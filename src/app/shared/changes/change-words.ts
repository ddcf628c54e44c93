/** What a replay changes, in a sentence: "Replay changes 38 sectors (152 KiB): 37 in the BAT, 1 in the metadata." */
import { formatBytes, formatCount, plural } from '../../../engine/bytes/format.ts'
import type { Change, ReplayReport } from '../../../engine/changes/change.ts'
import type { StructureKind } from '../../../engine/image/structure-map.ts'

const SECTOR = 4096

/** With the article, for running text. */
export const STRUCTURE_WORDS: Readonly<Record<StructureKind, string>> = {
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
  unowned: 'space that nothing claims',
}

const sectorsOf = (changes: readonly Change[]): number =>
  changes.reduce((sum, { length }) => sum + Math.ceil(length / SECTOR), 0)

/** Without the headers: they change because the log is then empty, not because of what is in it. */
export function describeChanges({ changes, unchangedSectors }: ReplayReport): string {
  const content = changes.filter(({ structure }) => structure !== 'header')
  const there =
    unchangedSectors > 0
      ? ` ${plural(unchangedSectors, 'sector')} already hold what the log says.`
      : ''
  if (content.length === 0) {
    return `Replay would change no sector: the log has already been applied.${there}`
  }
  const total = sectorsOf(content)
  const structures = [...new Set(content.map(({ structure }) => structure))]
  const parts = structures.map(
    (structure) =>
      `${formatCount(sectorsOf(content.filter((change) => change.structure === structure)))} in ${STRUCTURE_WORDS[structure]}`,
  )
  const where =
    parts.length === 1
      ? ` in ${STRUCTURE_WORDS[structures[0] ?? 'unowned']}`
      : `: ${parts.join(', ')}`
  return `Replay changes ${plural(total, 'sector')} (${formatBytes(total * SECTOR)})${where}.${there}`
}
