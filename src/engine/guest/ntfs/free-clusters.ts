/** The free clusters of NTFS, by the file $Bitmap. */
import type { ByteRange, ByteSource, Run } from '../../bytes/byte-source.ts'
import { formatCount } from '../../bytes/format.ts'
import { type Refused, refused } from '../../bytes/refused.ts'
import { KIB } from '../../format/layout.ts'
import { FreeRuns } from '../free-runs.ts'
import { MustBeInUse } from '../must-be-in-use.ts'
import { scanBitmap } from '../scan-bitmap.ts'
import type { FreeSpace, OnFree } from '../volume-space.ts'
import { Head } from '../volumes/head.ts'
import { isRecordSize, readNtfsBootSector } from '../volumes/ntfs.ts'
import { type Extent, placesOf } from './extents.ts'
import { FileTable } from './file-table.ts'
import { readLogState } from './log-state.ts'

/** Records of the table of files. */
const LOG_FILE = 2
const BITMAP = 6
/** Of the file $Boot, which begins the volume. */
const BOOT_SIZE = 8 * KIB
/** In it, where there have been shadow copies: what is to be found behind it, and where their catalog is. */
const SHADOW_COPIES = { at: 0x1e00, length: 128, catalog: 0x30 } as const
/** 3808876b-c176-4e48-b7ae-04046e6cc752, as it is written. */
const SHADOW_ID = '\x6b\x87\x08\x38\x76\xc1\x48\x4e\xb7\xae\x04\x04\x6e\x6c\xc7\x52'

const LOG_DOUBTS = {
  closed: [],
  open: ['Its log was not closed: changes may wait in it.'],
  unknown: ['Its log cannot be read: changes may wait in it.'],
} as const

export async function readFreeClusters(
  volume: ByteSource,
  onFree: OnFree,
  run?: Run,
): Promise<FreeSpace | Refused> {
  if (volume.size < BOOT_SIZE) return refused('Its volume ends before its boot file does.')
  const start = new Head(await volume.read(0, BOOT_SIZE))
  const boot = readNtfsBootSector(start)
  if (!boot || boot.clusterSize === 0 || !isRecordSize(boot.recordSize)) {
    return refused('Its boot sector says no sizes that can be.')
  }
  const { clusterSize, size = 0n } = boot
  if (size > BigInt(Number.MAX_SAFE_INTEGER)) return refused(`It says that it has ${size} bytes.`)
  const table = await FileTable.open(volume, boot)
  if (!(table instanceof FileTable)) return table
  const bitmap = await table.content(BITMAP)
  if (!bitmap.ok) return bitmap
  if (!bitmap.isPlain) return refused('Its bitmap is compressed, sparse or encrypted.')

  const clusters = Math.floor(Number(size) / clusterSize)
  const inVolume = Math.min(clusters, Math.ceil(volume.size / clusterSize))
  const bits = Math.min(inVolume, 8 * Math.min(bitmap.size, bitmap.initialized))
  const needed = { offset: 0, length: Math.ceil(bits / 8) }
  const content = { extents: bitmap.extents, clusterSize }
  const pieces = bitmap.resident ? [] : placesOf(content, needed, volume.size)
  if (pieces === undefined) return refused('Its bitmap leads out of its volume, or has holes.')

  const log = await table.content(LOG_FILE)
  const state = log.ok ? await readLogState(volume, log, clusterSize) : 'unknown'
  const own = new MustBeInUse([
    { offset: 0, length: BOOT_SIZE },
    ...inBytes([...table.extents, ...bitmap.extents, ...(log.ok ? log.extents : [])], clusterSize),
  ])
  const end = Math.min(bits * clusterSize, volume.size)
  const runs = new FreeRuns({ unitSize: clusterSize, start: 0, end }, own.watch(onFree))
  if (bitmap.resident) runs.addZeroBits(bitmap.resident, 0, bits)
  const onProgress = (done: number) => run?.onProgress?.(Math.min(done * clusterSize, end), end)
  await scanBitmap(volume, { pieces, bits }, runs, { ...run, onProgress })
  runs.close()
  return {
    ok: true,
    unitSize: clusterSize,
    size: end,
    freeBytes: runs.bytes,
    doubts: [
      ...LOG_DOUBTS[state],
      ...(bits < inVolume
        ? [
            `Its bitmap has ${formatCount(bits)} bits for ${formatCount(clusters)} clusters: of the others nothing is known.`,
          ]
        : []),
      ...(own.isFree ? ['Its bitmap calls space free that its own files lie in.'] : []),
      ...(hasShadowCopies(start)
        ? ['It has had shadow copies, which may need what is called free.']
        : []),
    ],
  }
}

/** Without holes. */
const inBytes = (extents: readonly Extent[], clusterSize: number): readonly ByteRange[] =>
  extents.flatMap(({ lcn, length }) =>
    lcn === undefined ? [] : [{ offset: lcn * clusterSize, length: length * clusterSize }],
  )

/**
 * Volsnap copies a cluster away only when it is written again: one that was deleted since is free, and still holds what
 * the shadow copy shows.
 */
function hasShadowCopies(start: Head): boolean {
  const { at, catalog } = SHADOW_COPIES
  return start.has(at, SHADOW_ID) && start.u64(at + catalog) !== 0n
}
