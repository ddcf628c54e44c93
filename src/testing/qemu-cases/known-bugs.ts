/** An image for each point where QEMU's replay is known to differ. */
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { LOG_GUID } from '../../engine/compose/compose-log.ts'
import type { UpdateDescription } from '../../engine/compose/description.ts'
import { HEADER_OFFSETS, KIB, MIB } from '../../engine/format/layout.ts'
import { mark } from '../marks.ts'
import {
  at,
  log,
  other,
  type QemuCase,
  sector,
  sectors,
  small,
  text,
  writes,
  zero,
} from './qemu-case.ts'

export const knownBugs: Readonly<Record<string, QemuCase>> = {
  'Tail: the whole run is replayed': {
    image: log(writes('A'), writes('B'), writes('C', { tail: sector(2) })),
    headline: other(sectors(1), 3),
    reasons: ['tail'],
    says: 'never looks at a head’s Tail',
    diverges: true,
  },
  'the second entry of a run: its number is not checked': {
    image: log(
      writes('A', { sequenceNumber: 10n }),
      writes('B', { sequenceNumber: 20n, tail: sector(2) }),
    ),
    headline: other(sectors(1), 2),
    reasons: ['second-entry'],
    says: 'does not check the sequence number of the second entry',
    diverges: true,
  },
  'ranking of runs: by the first entry': {
    image: log(
      writes('A', { sequenceNumber: 10n }),
      writes('B'),
      writes('C'),
      writes('D', { ...at(40), sequenceNumber: 11n }),
    ),
    headline: other(sectors(4)),
    reasons: ['ranking'],
    says: 'ranks runs of entries by their first one',
    diverges: true,
  },
  'a run that wraps: what is before is lost': {
    image: log(writes('A', { position: sector(252) }), writes('B'), writes('C'), writes('D')),
    headline: other(sectors(2), 2),
    reasons: ['wrap'],
    says: 'the entries before are lost',
    diverges: true,
  },
  'an entry that breaks a run never starts one': {
    image: log(
      writes('A', { sequenceNumber: 5n }),
      writes('B'),
      writes('C', { sequenceNumber: 100n, tail: sector(4) }),
      writes('D', { tail: sector(4) }),
    ),
    headline: other(sectors(1)),
    reasons: ['skipped-entry'],
    says: 'skips an entry that does not continue a run',
    diverges: true,
  },
  'an entry with a bad checksum: all that it claims is skipped': {
    image: log(
      writes('A', { ...at(16), sequenceNumber: 10n }),
      writes('EFGEFG', { position: 0, flips: [4] }),
      writes('B', at(4)),
    ),
    headline: other(sectors(2)),
    reasons: ['ranking', 'bad-checksum'],
    says: 'jumps over all that an entry with a bad checksum claims',
    diverges: true,
  },
  'a bad descriptor anywhere: it cannot open the image': {
    image: log(
      writes('B', { ...at(40), sequenceNumber: 3n, patches: [{ at: 64, bytes: text('junk') }] }),
      writes('A', { ...at(0), sequenceNumber: 10n }),
    ),
    headline:
      'QEMU does not open the image: the entry at log+0x28000 has a bad descriptor, and one bad descriptor anywhere in the log keeps it from opening the image.',
    stop: 'descriptor',
    reasons: ['not-replayed'],
    diverges: true,
  },
  'more than 126 descriptors: it cannot open the image': {
    image: log({ updates: [...Array.from({ length: 126 }, () => small), mark('A')] }),
    headline: /has 127 descriptors, and it misreads every entry with more than 126\.$/,
    stop: 'many-descriptors',
    reasons: ['not-replayed'],
    diverges: true,
  },
  'an entry as long as the log that does not verify: it does not come back': {
    image: log(
      writes('B', { ...at(40), sequenceNumber: 3n, header: { entryLength: MIB, checksum: 1 } }),
      writes('A', { ...at(0), sequenceNumber: 10n }),
    ),
    headline:
      'QEMU does not come back from this image: the entry at log+0x28000 does not verify and is as long as the whole log: skipping it leads back to it, again and again.',
    stop: 'loop',
    reasons: ['not-replayed'],
    diverges: true,
  },
  'a data sector without its signature: not checked': {
    image: log(writes('A'), writes('B', { patches: [{ at: sector(1), bytes: text('junk') }] })),
    headline: other(sectors(1), 2),
    reasons: ['data-signature'],
    says: 'does not check the signature of data sectors',
    diverges: true,
  },
  'a torn data sector: noticed while writing': {
    image: log(
      writes('A'),
      writes('BC', { patches: [{ at: sector(3) - 4, bytes: new Uint8Array(4).fill(9) }] }),
    ),
    headline:
      /^QEMU does not open the image, and leaves it half replayed: the data sector of descriptor 1 /,
    stop: 'data-sequence',
    reasons: ['data-sequence'],
    says: 'only when it comes to write it',
    diverges: true,
  },
  'FlushedFileOffset of every entry': {
    image: log(writes('A', { flushedFileOffset: BigInt(8 * MIB) }), writes('B')),
    headline:
      /^QEMU does not open the image, after writing new GUIDs into its headers: .* FlushedFileOffset of 8 MiB and the file only 4 MiB; it asks this of every entry/,
    stop: 'flushed',
    reasons: ['half-done'],
    diverges: true,
  },
  'LastFileOffset that is a multiple of 1 MiB: not extended': {
    image: log(writes('A', { lastFileOffset: BigInt(8 * MIB) })),
    headline: other('the file has 4,194,304 bytes instead of 8,388,608'),
    reasons: ['last-file-offset'],
    says: 'extends the file only where LastFileOffset is no multiple of 1 MiB',
    diverges: true,
  },
  'LastFileOffset that is none: extended to the next one': {
    image: log(writes('A', { lastFileOffset: BigInt(8 * MIB + 4 * KIB) })),
    headline: other('the file has 9,437,184 bytes instead of 8,392,704'),
    reasons: ['last-file-offset'],
    diverges: true,
  },
  'LastFileOffset behind which the log has written: the file is cut': {
    image: log({
      updates: [mark('A'), { ...mark('B'), fileOffset: BigInt(9 * MIB) } as UpdateDescription],
      lastFileOffset: BigInt(4 * MIB + 4 * KIB),
    }),
    headline: other(
      '1 sector of 4 KiB differs, and the file has 5,242,880 bytes instead of 9,441,280',
    ),
    reasons: ['last-file-offset'],
    says: 'even if that cuts the file',
    diverges: true,
  },
  'LogGuid set and no valid entry: opened as clean': {
    image: { log: { guid: LOG_GUID } },
    headline: 'QEMU opens the image as a clean one, and it must be refused.',
    diverges: true,
  },
  'LogVersion with a zero LogGuid: refused': {
    image: { headers: [{ logVersion: 1 }, { logVersion: 1 }] },
    headline:
      /^QEMU does not open the image: LogVersion is 1, .* even where the LogGuid is zero\.$/,
    stop: 'log-version',
    // There is nothing to replay: it is told in the panel, and is no reason to warn of a replay.
    diverges: false,
  },
  'writes to the file identifier: obeyed': {
    image: log({ updates: [mark('A'), zero(0, 4096)] }),
    headline: 'QEMU replays 1 entry and opens the image, and it must be refused.',
    reasons: ['obeyed'],
    says: 'obeys a log that must not be replayed',
    diverges: true,
  },
  'writes to a header: obeyed, and hidden by writing both again': {
    image: log({ updates: [mark('A'), zero(HEADER_OFFSETS[1], 4096)] }),
    headline: 'QEMU replays 1 entry and opens the image, and it must be refused.',
    reasons: ['obeyed'],
    diverges: true,
  },
  'DataWriteGuid: new, and different in each header': {
    image: log(writes('A')),
    headline: 'QEMU replays 1 entry, and makes the same of the image as MS-VHDX asks for.',
    says: 'gives each of the two headers a new DataWriteGuid, and not the same',
    diverges: false,
  },
  'a crash after its first header write loses the log': {
    image: { headers: [{ logGuid: NIL_GUID }, {}], ...log(writes('A')) },
    headline: 'QEMU replays 1 entry, and makes the same of the image as MS-VHDX asks for.',
    says: 'a crash right behind QEMU’s first header write loses the log',
    diverges: false,
  },
}
