/** The files of NTFS. */

import type { ByteSource } from '../../../bytes/byte-source.ts'
import { cached } from '../../../bytes/cached-source.ts'
import { formatCount } from '../../../bytes/format.ts'
import { type Refused, refused } from '../../../bytes/refused.ts'
import { KIB } from '../../../format/layout.ts'
import { readBootSector } from '../../boot-sector.ts'
import type { GuestFiles } from '../../guest-files.ts'
import { stateDoubts } from '../../state-doubts.ts'
import type { FileSystem } from '../../volumes/file-system.ts'
import { Head } from '../../volumes/head.ts'
import { isRecordSize, readNtfsBootSector } from '../../volumes/ntfs.ts'
import { DATA } from '../attribute-types.ts'
import { FIRST_RECORDS, FileTable } from '../file-table.ts'
import { readLogState } from '../log-state.ts'
import { type Content, contentOf } from './content.ts'
import { ntfsFootprints } from './footprints.ts'
import { listDirectory } from './list-directory.ts'
import { attributeOf, type NtfsVolume, readNode } from './node.ts'
import { mainAttribute, reparsePointOf, statNode } from './stat-node.ts'
import { openStream } from './stream.ts'

const LOG_FILE = 2
const ROOT = 5
/** Of what is read of the table of files record by record, in blocks. */
const CACHE = { blockSize: 16 * KIB, capacity: 64, longest: 4 }

const LOG_NOTES = {
  closed: [],
  open: ['Its log was not closed and is not replayed: changes of names and sizes may wait in it.'],
  unknown: [
    'Its log cannot be read and is not replayed: changes of names and sizes may wait in it.',
  ],
} as const

export async function openNtfsFiles(
  volume: ByteSource,
  fileSystem: FileSystem,
): Promise<GuestFiles | Refused> {
  const head = await readBootSector(volume)
  if (!(head instanceof Head)) return head
  const boot = readNtfsBootSector(head)
  if (!boot || boot.clusterSize === 0 || !isRecordSize(boot.recordSize)) {
    return refused('Its boot sector says no sizes that can be.')
  }
  const { clusterSize, recordSize, indexBlockSize } = boot
  const table = await FileTable.open(cached(volume, CACHE), boot, { isTolerant: true })
  if (!(table instanceof FileTable)) return table
  // Whether their copies are needed is to be said before they are.
  for (let number = 1; number < FIRST_RECORDS; number++) await table.anyRecord(number)
  const log = await table.content(LOG_FILE)
  const logState = log.ok ? await readLogState(volume, log, clusterSize) : 'unknown'
  const notes = [
    ...stateDoubts(fileSystem, volume.size),
    ...LOG_NOTES[logState],
    ...(table.copied.length > 0
      ? [
          `The beginning of its table of files is damaged: of records ${table.copied.join(', ')} the copies are read.`,
        ]
      : []),
    ...(table.isWhole
      ? []
      : [
          `Not all of its table of files can be found: only ${formatCount(table.count)} of its records are read.`,
        ]),
  ]
  const ntfs: NtfsVolume = { source: volume, table, clusterSize, recordSize, indexBlockSize }

  async function content(number: number, name?: string): Promise<Content | Refused> {
    const node = await readNode(ntfs, number)
    if (!node.ok) return node
    const of = name === undefined ? mainAttribute(node) : attributeOf(node, DATA, name)
    if (of === undefined) {
      return name === undefined ? EMPTY : refused(`It has no stream “${name}”.`)
    }
    const stream = await openStream(ntfs, node, of)
    if (!stream.ok) return stream
    const isMain = of.type === DATA && of.name === ''
    const reparse = isMain ? await reparsePointOf(ntfs, node) : undefined
    const hidden = reparse?.hidesContent ? reparse.problem : undefined
    return contentOf(volume, stream, { clusterSize, hidden })
  }

  return {
    ok: true,
    root: ROOT,
    ignoresCase: true,
    notes,
    list: (directory, run) => listDirectory(ntfs, directory, run),
    async stat(number) {
      const node = await readNode(ntfs, number)
      return node.ok ? statNode(ntfs, node) : node
    },
    async *extents(number, name, how) {
      const found = await content(number, name)
      if (!('ok' in found)) yield* how?.isProven ? found.provenParts() : found.parts()
    },
    async open(number, name) {
      const found = await content(number, name)
      return 'ok' in found ? found : found.source
    },
    footprints: (run) => ntfsFootprints(ntfs, run),
  }
}

const EMPTY: Content = {
  size: 0,
  async *parts() {},
  async *provenParts() {},
  source: { size: 0, read: async () => new Uint8Array() },
}
