/** What a file begins with: its identifier, headers, region tables and metadata, one copy lost or all. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { overlaps } from '../bytes/ranges.ts'
import type { RuleId } from '../findings/rules.ts'
import { INTERRUPTED_PATCH, isPatchMark } from '../format/patch-mark.ts'
import type { Headers } from '../image/headers/headers.ts'
import { findLogRegion } from '../image/log-region.ts'
import type { Inspection } from '../inspect/inspection.ts'
import type { Examined } from './examined.ts'
import type { Looks } from './looks.ts'
import type { Diagnosis } from './verdict.ts'
import type { WayId } from './way-words.ts'

/** A VHDX by its headers, whose first bytes say something else. */
export function identifierDamaged({ of, inspection }: Examined): Diagnosis | undefined {
  if (of('file.identifier-damaged').length === 0) return undefined
  return {
    id: 'identifier-damaged',
    certainty: 'proven',
    condition: inspection.before.bat ? 'damaged' : 'unreadable',
    sentences: [
      'This is a VHDX whose first bytes are damaged: by them alone programs take it for something else.',
      inspection.before.bat
        ? 'Its headers and its tables are whole: everything is shown, and the disk can be read, as if the first bytes were right.'
        : 'Its headers are whole.',
    ],
    explains: ['file.identifier-damaged', 'file.signature'],
    ways: inspection.before.bat
      ? ['salvage-identifier', 'export-before', 'findings']
      : ['salvage-identifier', 'salvage-together', 'findings', 'copy-again'],
  }
}

interface LostPart {
  readonly id: 'headers-lost' | 'region-tables-lost' | 'metadata-lost'
  readonly rules: readonly RuleId[]
  readonly sentence: string
}

const PARTS: readonly LostPart[] = [
  {
    id: 'headers-lost',
    rules: ['header.none-valid', 'header.sequence-equal'],
    sentence:
      'Both headers of the file are damaged: nothing says where its log is, and whether it must be replayed.',
  },
  {
    id: 'region-tables-lost',
    rules: [
      'region-table.none-valid',
      'region.missing-bat',
      'region.missing-metadata',
      'region-table.count',
    ],
    sentence: 'The tables that say where everything is in the file are damaged.',
  },
  {
    id: 'metadata-lost',
    rules: [
      'metadata.signature',
      'metadata.unreadable',
      'metadata.count',
      'metadata.missing-item',
      'metadata.block-size',
      'metadata.virtual-disk-size',
      'metadata.logical-sector-size',
      'metadata.physical-sector-size',
    ],
    sentence: 'What the file says of its disk, such as its size, is damaged.',
  },
]

/** Whether what is left of the rest suffices only the ways themselves can say: they read the file. */
function waysOf(
  id: LostPart['id'],
  { before: { regionTables, geometry } }: Inspection,
): readonly WayId[] {
  const hasPlaces = regionTables.bat !== undefined && regionTables.metadata !== undefined
  if (id === 'headers-lost')
    return [
      'salvage-headers-repaired',
      'salvage-headers-anew',
      'salvage-together',
      'salvage-with-value',
      'findings',
    ]
  if (id === 'region-tables-lost' && !regionTables.current) {
    return [
      'salvage-region-tables-anew',
      'salvage-together',
      'salvage-with-value',
      'findings',
      'original',
    ]
  }
  if (id === 'metadata-lost' && hasPlaces && !geometry) {
    return [
      'salvage-metadata-anew',
      'salvage-together',
      'salvage-with-value',
      'findings',
      'original',
    ]
  }
  return ['findings', 'original']
}

/** What the rest of the file suggests in the place of what is lost, where it was looked at. */
function suggestions(id: LostPart['id'], { salvage }: Looks): readonly string[] {
  const said = salvage?.ways.get(ANEW[id]) ?? []
  return said.slice(0, 1).map((sentence) => `From the rest of the file: ${sentence}`)
}

const ANEW = {
  'headers-lost': 'salvage-headers-anew',
  'region-tables-lost': 'salvage-region-tables-anew',
  'metadata-lost': 'salvage-metadata-anew',
} as const satisfies Record<LostPart['id'], WayId>

export function lostParts({ of, inspection, looks }: Examined): readonly Diagnosis[] {
  if (inspection.outcome !== 'refused') return []
  return PARTS.flatMap(({ id, rules, sentence }): readonly Diagnosis[] =>
    of(...rules).length === 0
      ? []
      : [
          {
            id,
            certainty: 'proven',
            condition: 'unreadable',
            sentences: isInterrupted(id, inspection)
              ? [INTERRUPTED_PATCH]
              : [sentence, ...suggestions(id, looks)],
            explains: rules,
            ways: isInterrupted(id, inspection) ? ['findings'] : waysOf(id, inspection),
          },
        ],
  )
}

/** What made the headers so has to be completed, and nothing else may be made of them. */
const isInterrupted = (id: LostPart['id'], { headers }: Inspection): boolean =>
  id === 'headers-lost' && headers.copies.some(({ values }) => isPatchMark(values))

const COPY_RULES: readonly RuleId[] = [
  'header.signature',
  'header.checksum',
  'region-table.signature',
  'region-table.checksum',
]

/** One copy of two. */
export function copyLost({ inspection, of, looks }: Examined): Diagnosis | undefined {
  const { headers, before, after, outcome } = inspection
  const { regionTables } = after ?? before
  // A known program’s way to write a header is no loss: its finding stands in the place of these.
  const isLost = ({ at }: { readonly at: ByteRange }) =>
    of(...COPY_RULES).some((found) => overlaps(found.at, at))
  const lost = [
    ...(headers.current && !looks.otherHeader ? headers.copies.filter(isLost) : []).map(
      ({ copy }) => `header ${copy}`,
    ),
    ...(regionTables.current ? regionTables.copies.filter(isLost) : []).map(
      ({ copy }) => `region table ${copy}`,
    ),
  ]
  if (lost.length === 0 || outcome === 'not-vhdx') return undefined
  return {
    id: 'copy-lost',
    certainty: 'proven',
    condition: 'degraded',
    sentences: [
      `One copy of two is damaged: ${lost.join(' and ')}. The other one is whole, and the disk is read by it.`,
      ...otherIdentity(headers),
      ...(lost.includes('region table 1')
        ? [
            'DiscUtils, and what is made with it, reads region table 1 only, and will refuse the file.',
          ]
        : []),
    ],
    explains: COPY_RULES,
    ways: [
      ...(lost.some((name) => name.startsWith('header'))
        ? (['salvage-second-header'] as const)
        : []),
      ...(lost.some((name) => name.startsWith('region'))
        ? (['salvage-second-region-table'] as const)
        : []),
      'findings',
    ],
  }
}

/** Children know a disk by its DataWriteGuid (§2.2.2.1): a newer header may have named another one. */
function otherIdentity({ copies, current }: Headers): readonly string[] {
  const other = copies.find(({ valid, signature }) => signature && !valid)
  const [now, then] = [current?.values, other?.values]
  const isNewer = now && then && then.sequenceNumber > now.sequenceNumber
  return isNewer && then.dataWriteGuid !== now.dataWriteGuid
    ? [
        `Header ${other?.copy}, which was the newer one, has another DataWriteGuid: the disk may have been written to since its children were made.`,
      ]
    : []
}

/** The header says that the log must be replayed, and there is nothing to replay. */
export function logLost({ of, inspection }: Examined): Diagnosis | undefined {
  if (of('log.no-active-sequence').length === 0) return undefined
  const isThere = inspection.before.bat !== undefined
  return {
    id: 'log-lost',
    certainty: 'proven',
    condition: isThere ? 'damaged' : 'unreadable',
    sentences: [
      'The log is damaged: the header says that it must be replayed, but it holds no valid and complete sequence.',
      ...(isThere
        ? [
            'The disk can be read as it is in the file; the last changes to its tables may be missing or torn.',
          ]
        : []),
    ],
    explains: ['log.no-active-sequence'],
    ways: isThere
      ? ['export-before', ...waysPastLog(inspection), 'findings']
      : ['findings', 'original'],
  }
}

/** Those that its entries and its headers allow. */
function waysPastLog({ headers, log, size }: Inspection): readonly WayId[] {
  const { current } = headers
  const other = headers.copies.find((copy) => copy.valid && !copy.current)
  const saysElse =
    other?.values?.logGuid !== current?.values?.logGuid &&
    other !== undefined &&
    findLogRegion(other, size).region !== undefined
  return [
    ...((log?.sequences.length ?? 0) > 0 ? (['salvage-log-up-to'] as const) : []),
    ...(saysElse ? (['salvage-by-other-header'] as const) : []),
    'salvage-without-log',
  ]
}
