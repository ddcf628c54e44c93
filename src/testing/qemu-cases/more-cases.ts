/** What else QEMU answers in its own way, and what it does as it should. */
import { buildImage } from '../../engine/compose/build-image.ts'
import { standardRegions } from '../../engine/compose/compose-header-section.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import { sealChecksum } from '../../engine/format/checksum.ts'
import { KIB, LOG_SECTOR_SIZE, MIB, TIB } from '../../engine/format/layout.ts'
import type { RegionTableEntry } from '../../engine/format/region-table.ts'
import { mark, plainDisk } from '../marks.ts'
import { log, other, type QemuCase, sector, sectors, text, writes, zero } from './qemu-case.ts'

/** A log that is one entry: few descriptors and data sectors, and zeros up to its end. */
function fullEntry(): Partial<ImageDescription> {
  const image = log({ updates: [mark('A')], header: { entryLength: MIB } })
  const bytes = sealChecksum(buildImage({ ...plainDisk, ...image }).take(MIB, MIB))
  return { ...image, patches: [{ at: MIB, bytes: bytes.slice(0, LOG_SECTOR_SIZE) }] }
}

const [bat = {}, metadata = {}] = standardRegions(plainDisk)

function withRegions(...entries: readonly Partial<RegionTableEntry>[]): Partial<ImageDescription> {
  return { regionTables: [{ entries }, { entries }] }
}

function sizeBytes(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, value, true)
  return bytes
}

const FULL_LOG = 255

export const moreCases: Readonly<Record<string, QemuCase>> = {
  'an entry that fills the log: taken for an empty one': {
    image: fullEntry(),
    headline: /takes the whole log, which it takes for an empty one when it comes to replay\.$/,
    stop: 'full-ring',
    diverges: false,
  },
  'a tail that cannot be: not looked at': {
    image: log(writes('A'), writes('B', { tail: 100 })),
    headline: other(sectors(1), 2),
    reasons: ['entry-check'],
    diverges: true,
  },
  'a dirty differencing disk: replayed, and refused': {
    image: {
      kind: 'differencing',
      parent: { pairs: [['parent_linkage', '{00112233-4455-4677-8899-aabbccddeeff}']] },
      ...log(writes('A')),
    },
    headline:
      'QEMU does not open the image, after it has replayed the log: it cannot open differencing disks at all.',
    stop: 'differencing',
    diverges: true,
  },
  'logical sectors of 4 KiB: replayed, and refused': {
    image: { logicalSectorSize: 4096, ...log(writes('A')) },
    headline: /after it has replayed the log: the disk has logical sectors of 4 KiB/,
    stop: 'sector-size',
    diverges: true,
  },
  'a clean differencing disk: refused': {
    image: {
      kind: 'differencing',
      parent: { pairs: [['parent_linkage', '{00112233-4455-4677-8899-aabbccddeeff}']] },
    },
    headline: 'QEMU does not open the image: it cannot open differencing disks at all.',
    stop: 'differencing',
    diverges: false,
  },
  'a clean disk': {
    image: {},
    headline: 'QEMU opens the image, and has nothing to replay.',
    diverges: false,
  },
  'a log that reaches past the end of the file': {
    image: { ...log(writes('A', { position: sector(FULL_LOG) })), fileSize: 2 * MIB - 8 * KIB },
    // Behind the end are zeros, and no entry there: nothing is left to replay, and no region table was cut.
    headline: /^QEMU does not open the image: the metadata table/,
    stop: 'metadata-table',
    diverges: false,
  },
  'a write where no file can reach': {
    image: log({ updates: [mark('A'), zero(2n ** 63n, 4096)] }),
    headline:
      /^QEMU does not open the image, and leaves it half replayed: descriptor 1 .* where no file can reach\.$/,
    stop: 'write-place',
    reasons: ['obeyed'],
    diverges: true,
  },
  'a LastFileOffset of 2^64-1: the file is cut to nothing': {
    image: log(writes('A', { lastFileOffset: 2n ** 64n - 1n })),
    headline:
      /^QEMU does not open the image, after it has replayed the log wrongly: region table 1 does not verify/,
    stop: 'region-table',
    reasons: ['obeyed', 'file-size'],
    diverges: true,
  },
  'a zero run of a terabyte: it does not come back': {
    image: log({ updates: [zero(4 * MIB, TIB)], lastFileOffset: BigInt(4 * MIB + TIB) }),
    headline:
      /^QEMU does not come back from this image: .* zeroes 1 TiB, which it writes 4 KiB by 4 KiB/,
    stop: 'zero-run',
    reasons: ['half-done'],
    diverges: true,
  },
  'the log writes over its own next entry': {
    image: log({ updates: [mark('A'), zero(MIB + sector(2), 4096)] }, writes('B')),
    headline:
      /leaves it half replayed: it looks for an entry at log\+0x2000, .* and there is none\.$/,
    stop: 'lost-entry',
    reasons: ['obeyed'],
    diverges: true,
  },
  'a damaged region table 1': {
    image: { regionTables: [{ header: { checksum: 1 } }, {}], ...log(writes('A')) },
    headline:
      /after it has replayed the log: region table 1 does not verify, and it never looks at region table 2\.$/,
    stop: 'region-table',
    diverges: true,
  },
  'a BAT region of 2 GiB': {
    image: withRegions({ ...bat, length: 2 ** 31 }, metadata),
    headline:
      'QEMU does not open the image: the BAT region is longer, or lies further, than it can read at once.',
    stop: 'bat-place',
    diverges: false,
  },
  'a BAT region where no file can reach': {
    image: withRegions({ ...bat, fileOffset: 2n ** 63n - 2n ** 20n }, metadata),
    headline: /^QEMU does not open the image: the BAT region is longer, or lies further/,
    stop: 'bat-place',
    diverges: false,
  },
  'a metadata region where no file can reach': {
    image: withRegions(bat, { ...metadata, fileOffset: 2n ** 63n }),
    headline: /^QEMU does not open the image: the metadata region lies where no file can reach/,
    stop: 'metadata-place',
    diverges: false,
  },
  'a region that wraps past 2^64': {
    image: withRegions({ ...bat, fileOffset: 2n ** 64n - 2n ** 20n, length: 2 ** 21 }, metadata),
    headline: /^QEMU does not open the image: /,
    stop: 'bat-place',
    diverges: false,
  },
  'a disk larger than 2^63 bytes': {
    image: { patches: [{ at: 2 * MIB + 64 * KIB + 8, bytes: sizeBytes(2n ** 63n + 2n ** 20n) }] },
    headline: /^QEMU does not open the image: /,
    stop: 'disk-size',
    diverges: false,
  },
  'a current header of another version: it goes by the older one': {
    image: { headers: [{}, { version: 2 }], ...log(writes('A')) },
    headline: 'QEMU replays 1 entry and opens the image, and it must be refused.',
    reasons: ['obeyed'],
    says: 'It goes by header 1, not by header 2.',
    diverges: true,
  },
  'a file that does not begin as one': {
    image: { patches: [{ at: 0, bytes: text('vhdx????') }] },
    headline: /takes it for a raw disk\.$/,
    stop: 'signature',
    diverges: false,
  },
}
