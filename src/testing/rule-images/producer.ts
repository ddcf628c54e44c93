/** An image for each rule about known faults of programs. */
import { guid, NIL_GUID } from '../../engine/bytes/guid.ts'
import { LOG_GUID, STALE_LOG_GUID } from '../../engine/compose/compose-log.ts'
import type { producerRules } from '../../engine/findings/catalogue/producer.ts'
import { header } from '../../engine/format/header.ts'
import { GIB, KIB, MIB } from '../../engine/format/layout.ts'
import { disk, mark } from '../marks.ts'
import type { RuleImage } from './rule-image.ts'

const OTHER = guid('00112233-4455-4677-8899-aabbccddeeff')
const QEMU = 'QEMU v2.12.0'
const CHUNK_RATIO = 4096
const junk = new Uint8Array(header.size - 80).fill(1)

export const producerImages = {
  'producer.qemu-shifted-bitmap': {
    image: { virtualDiskSize: 5 * GIB, creator: QEMU, bat: { [CHUNK_RATIO]: { state: 'zero' } } },
    also: ['bat.bitmap-state'],
  },
  'producer.qemu-shifted-bat': {
    image: { virtualDiskSize: 5 * GIB, creator: QEMU, sectorBitmaps: [{ chunk: 0, fill: 1 }] },
    also: ['bat.bitmap-without-parent', 'producer.qemu-shifted-bitmap'],
  },
  'producer.cloud-hypervisor-headers': {
    image: disk({
      headers: [
        { reserved: junk, checksum: 1 },
        { reserved: junk, checksum: 1 },
      ],
    }),
    also: ['header.checksum', 'header.none-valid', 'header.reserved-nonzero'],
  },
  'producer.qemu-inactive-header': {
    image: disk({ creator: QEMU, headers: [{ signature: '', version: 0 }, {}] }),
    also: ['header.signature'],
  },
  'producer.qemu-header-junk': {
    image: disk({ creator: QEMU, headers: [{ reserved: junk }, {}] }),
    also: ['header.reserved-nonzero'],
  },
  'producer.disk2vhd-twin-headers': {
    image: disk({ creator: 'd2v', headers: [{ sequenceNumber: 1n }, { sequenceNumber: 1n }] }),
    also: ['header.sequence-equal-identical'],
  },
  'producer.qemu-file-not-extended': {
    image: disk({
      creator: QEMU,
      blocks: [{ block: 0 }],
      bat: { 3: { state: 'fully-present', fileOffsetMB: 5 } },
      fileSize: 5 * MIB,
      log: {
        guid: NIL_GUID,
        entries: [
          { logGuid: STALE_LOG_GUID, updates: [mark('A')], lastFileOffset: BigInt(6 * MIB) },
        ],
      },
    }),
    also: ['bat.block-beyond-end', 'log.stale-session'],
  },
  'producer.replayed-log-kept': {
    image: disk({
      log: {
        guid: LOG_GUID,
        entries: [
          { updates: [{ kind: 'zero', fileOffset: BigInt(3 * MIB - 4 * KIB), length: 4096n }] },
        ],
      },
      headers: [{ fileWriteGuid: OTHER }, {}],
    }),
    also: ['log.dirty', 'replay.changes-nothing'],
  },
} satisfies Record<keyof typeof producerRules, RuleImage>
