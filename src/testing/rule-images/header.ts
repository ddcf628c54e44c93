/** An image for each rule about the headers. */
import { guid, NIL_GUID } from '../../engine/bytes/guid.ts'
import { LOG_GUID } from '../../engine/compose/compose-log.ts'
import type { headerRules } from '../../engine/findings/catalogue/header.ts'
import { header } from '../../engine/format/header.ts'
import { MIB } from '../../engine/format/layout.ts'
import { disk, mark } from '../marks.ts'
import type { RuleImage } from './rule-image.ts'

const OTHER = guid('00112233-4455-4677-8899-aabbccddeeff')
const MAXIMUM = 2n ** 64n - 1n
const junk = new Uint8Array(header.size - 80).fill(1)

export const headerImages = {
  'header.signature': { image: disk({ headers: [{ signature: 'junk', checksum: 1 }, {}] }) },
  'header.checksum': { image: disk({ headers: [{ checksum: 1 }, {}] }) },
  'header.none-valid': {
    image: disk({ headers: [{ checksum: 1 }, { checksum: 1 }] }),
    also: ['header.checksum'],
  },
  'header.sequence-equal': {
    image: disk({
      headers: [{ sequenceNumber: 8n, fileWriteGuid: OTHER }, { sequenceNumber: 8n }],
    }),
  },
  'header.sequence-equal-identical': {
    image: disk({ headers: [{ sequenceNumber: 8n }, { sequenceNumber: 8n }] }),
  },
  'header.sequence-gap': { image: disk({ headers: [{ sequenceNumber: 3n }, {}] }) },
  'header.version': { image: disk({ headers: [{ version: 1 }, { version: 2 }] }) },
  'header.log-version': { image: disk({ headers: [{}, { logVersion: 1 }] }) },
  'header.reserved-nonzero': { image: disk({ headers: [{ reserved: junk }, {}] }) },
  'header.log-place-differs': { image: disk({ headers: [{ logLength: 2 * MIB }, {}] }) },
  'header.log-guid-differs': {
    image: disk({
      log: { entries: [{ updates: [mark('A')] }] },
      headers: [{ logGuid: NIL_GUID }, {}],
    }),
    also: ['log.dirty'],
  },
  'header.fallback-would-replay': {
    image: disk({ headers: [{ logGuid: LOG_GUID }, {}] }),
    also: ['header.log-guid-differs'],
  },
  'header.data-write-guid-differs': { image: disk({ headers: [{ dataWriteGuid: OTHER }, {}] }) },
  'header.guid-zero': { image: disk({ headers: [{}, { fileWriteGuid: NIL_GUID }] }) },
  'header.sequence-near-maximum': {
    image: disk({ headers: [{ sequenceNumber: MAXIMUM - 1n }, { sequenceNumber: MAXIMUM }] }),
  },
} satisfies Record<keyof typeof headerRules, RuleImage>
