/** Headers that contradict each other or name an impossible log. */
import { describe } from 'vitest'
import { guid } from '../../engine/bytes/guid.ts'
import { LOG_GUID } from '../../engine/compose/compose-log.ts'
import type { Header } from '../../engine/format/header.ts'
import { KIB, MIB } from '../../engine/format/layout.ts'
import { disk } from '../marks.ts'
import { checkAnswers } from './answer.ts'

const STRANGE = guid('00112233-4455-4677-8899-aabbccddeeff')
const headers = (values: Partial<Header>) =>
  disk({ log: { guid: LOG_GUID }, headers: [values, values] })

describe('headers', () => {
  checkAnswers([
    [
      'both bad',
      disk({ headers: [{ checksum: 1 }, { signature: 'daeh' }] }),
      'refused',
      'header.none-valid',
    ],
    [
      'with equal numbers and different contents',
      disk({ headers: [{ sequenceNumber: 8n, dataWriteGuid: STRANGE }, { sequenceNumber: 8n }] }),
      'refused',
      'header.sequence-equal',
    ],
    [
      'with a log past the end',
      headers({ logOffset: BigInt(64 * MIB) }),
      'refused',
      'log.beyond-end',
    ],
    ['with a log at 2^60', headers({ logOffset: 2n ** 60n }), 'refused', 'log.beyond-end'],
    [
      'with a log at 2^64 - 1 MiB',
      headers({ logOffset: 2n ** 64n - BigInt(MIB) }),
      'refused',
      'log.beyond-end',
    ],
    ['with a log of 4 GiB', headers({ logLength: 2 ** 32 - MIB }), 'refused', 'log.beyond-end'],
    ['with a log of no length', headers({ logLength: 0 }), 'refused', 'log.length-zero'],
    [
      'with a log in the header section',
      headers({ logOffset: 0n }),
      'refused',
      'log.in-header-section',
    ],
    [
      'with a log over the metadata',
      // The entry lies behind the metadata's items.
      disk({ log: { offset: 2 * MIB, entries: [{ position: 512 * KIB }] } }),
      'refused',
      'log.overlaps-region',
    ],
  ])
})
