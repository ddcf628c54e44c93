/** Logs made to keep a scan busy: as long as an ordinary one, with a candidate entry in every sector. */
import { guid } from '../../src/engine/bytes/guid.ts'
import { LOG_GUID } from '../../src/engine/compose/compose-log.ts'
import { sealChecksum } from '../../src/engine/format/checksum.ts'
import { LOG_SECTOR_SIZE } from '../../src/engine/format/layout.ts'
import {
  DATA_DESCRIPTOR_SIGNATURE,
  dataDescriptor,
  ENTRY_SIGNATURE,
  type LogEntryHeader,
  logEntryHeader,
  ZERO_SIGNATURE,
  zeroDescriptor,
} from '../../src/engine/format/log-entry.ts'

type Sector = (index: number, sectors: number) => Uint8Array

/** An entry header and, behind it, one descriptor over and over. */
function sector(
  index: number,
  values: Partial<LogEntryHeader>,
  descriptor?: (sequenceNumber: bigint) => Uint8Array,
): Uint8Array {
  const bytes = new Uint8Array(LOG_SECTOR_SIZE)
  const sequenceNumber = BigInt(index + 1)
  const good = { signature: ENTRY_SIGNATURE, logGuid: LOG_GUID, sequenceNumber }
  bytes.set(logEntryHeader.encode({ ...good, ...values }))
  const repeated = descriptor?.(sequenceNumber)
  if (repeated) {
    for (let at = 64; at < bytes.length; at += repeated.length) bytes.set(repeated, at)
  }
  return bytes
}

const zero = (sequenceNumber: bigint) =>
  zeroDescriptor.encode({
    signature: ZERO_SIGNATURE,
    zeroLength: 4096n,
    fileOffset: 80n * 1024n * 1024n,
    sequenceNumber,
  })

const data = (sequenceNumber: bigint) =>
  dataDescriptor.encode({ signature: DATA_DESCRIPTOR_SIGNATURE, sequenceNumber })

const SECTORS: Readonly<Record<string, Sector>> = {
  'every entry as long as the log': (index, sectors) =>
    sector(index, { entryLength: sectors * LOG_SECTOR_SIZE }),
  'descriptor counts of 2^32-1': (index, sectors) =>
    sector(index, { entryLength: sectors * LOG_SECTOR_SIZE, descriptorCount: 0xffffffff }, zero),
  'descriptors through the whole log': (index, sectors) =>
    sector(
      index,
      { entryLength: sectors * LOG_SECTOR_SIZE, descriptorCount: 126 + (sectors - 1) * 128 },
      zero,
    ),
  'data sectors that begin entries': (index) =>
    sector(index, { entryLength: 127 * LOG_SECTOR_SIZE, descriptorCount: 126 }, data),
  'bad checksums': (index) =>
    sector(index, { entryLength: LOG_SECTOR_SIZE, descriptorCount: 126 }, zero),
  'as many valid entries and descriptors as fit': (index) =>
    sealChecksum(sector(index, { entryLength: LOG_SECTOR_SIZE, descriptorCount: 126 }, zero)),
  'every rule of an entry broken at once': (index) =>
    sector(
      index,
      {
        entryLength: LOG_SECTOR_SIZE,
        descriptorCount: 126,
        tail: index * LOG_SECTOR_SIZE + 1,
        sequenceNumber: 0n,
        flushedFileOffset: 1n,
        lastFileOffset: 1n,
        reserved: 1,
      },
      () =>
        zeroDescriptor.encode({
          signature: ZERO_SIGNATURE,
          zeroLength: 1n,
          fileOffset: 1n,
          reserved: 1,
          sequenceNumber: 1n,
        }),
    ),
  'a session of its own for every entry': (index) =>
    sealChecksum(
      sector(
        index,
        {
          logGuid: guid(`${index.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`),
          entryLength: LOG_SECTOR_SIZE,
          descriptorCount: 126,
        },
        zero,
      ),
    ),
}

export interface HostileLog {
  readonly name: string
  /** A whole log of `length` bytes. */
  readonly bytes: (length: number) => Uint8Array
}

export const HOSTILE_LOGS: readonly HostileLog[] = Object.entries(SECTORS).map(([name, make]) => ({
  name,
  bytes: (length) => {
    const log = new Uint8Array(length)
    const sectors = length / LOG_SECTOR_SIZE
    for (let index = 0; index < sectors; index++) {
      log.set(make(index, sectors), index * LOG_SECTOR_SIZE)
    }
    return log
  },
}))
