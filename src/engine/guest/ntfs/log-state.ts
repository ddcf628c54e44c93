/** Whether NTFS's own log ($LogFile) was closed: by its two restart pages. It is not replayed here. */
import type { ByteSource } from '../../bytes/byte-source.ts'
import { Head } from '../volumes/head.ts'
import { withoutGuards } from '../volumes/ntfs-record.ts'
import { readContent } from './extents.ts'
import type { NtfsContent } from './file-table.ts'

const DEFAULT_PAGE = 4096
const MAX_PAGE = 65536
/** Of client_in_use_list: nobody has the log open. */
const NO_CLIENT = 0xffff
/** Of the flags of a restart area. */
const VOLUME_IS_CLEAN = 2
/** The log as it was before Windows 8: that of a volume which newer ones have closed, too. */
const MAJOR_VERSION = 1
const RESTART_AREA_SIZE = 48

interface RestartPage {
  /** How late it was written. */
  readonly lsn: bigint
  readonly isClosed: boolean
}

/** `unknown` where no restart page can be read; a log that was never written is closed. */
export async function readLogState(
  volume: ByteSource,
  content: NtfsContent,
  clusterSize: number,
): Promise<'closed' | 'open' | 'unknown'> {
  const read = async (offset: number, length: number): Promise<Uint8Array | undefined> =>
    offset + length > content.size
      ? undefined
      : readContent(volume, { extents: content.extents, clusterSize }, { offset, length })
  const start = await read(0, DEFAULT_PAGE)
  if (start === undefined) return 'unknown'
  if (start.every((byte) => byte === 0xff)) {
    const next = await read(DEFAULT_PAGE, DEFAULT_PAGE)
    return next?.every((byte) => byte === 0xff) ? 'closed' : 'unknown'
  }
  const size = pageSize(new Head(start))
  const pages: RestartPage[] = []
  for (const at of [0, size]) {
    const bytes = await read(at, size)
    const page = bytes && withoutGuards(new Head(bytes), 'RSTR')
    const found = page && readRestartPage(page)
    if (found) pages.push(found)
  }
  const [first, second] = pages
  if (first === undefined) return 'unknown'
  const latest = second !== undefined && second.lsn > first.lsn ? second : first
  return latest.isClosed ? 'closed' : 'open'
}

/** As the first page says it; the usual size where that one is damaged. */
function pageSize(start: Head): number {
  const size = start.u32(16)
  const isSize = Number.isInteger(Math.log2(size)) && size >= DEFAULT_PAGE && size <= MAX_PAGE
  return start.has(0, 'RSTR') && isSize ? size : DEFAULT_PAGE
}

function readRestartPage(page: Head): RestartPage | undefined {
  const at = page.u16(0x18)
  if (at + RESTART_AREA_SIZE > page.length) return undefined
  const isReleased = page.u16(at + 12) === NO_CLIENT || (page.u16(at + 14) & VOLUME_IS_CLEAN) !== 0
  return { lsn: page.u64(at), isClosed: isReleased && page.u16(0x1c) === MAJOR_VERSION }
}
