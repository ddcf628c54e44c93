/** Blocks or regions that share bytes with each other, or with what only the format may use. */
import { formatBytes, formatCount, formatHex, plural } from '../bytes/format.ts'
import { MIB } from '../format/layout.ts'
import type { Examined } from './examined.ts'
import type { ClaimedPlace, ClaimsLook, Holder } from './looks.ts'
import type { Diagnosis } from './verdict.ts'

const BLOCKS = ['bat.block-shared', 'bat.block-overlap', 'bat.block-in-structure'] as const
const LOG = ['log.overlaps-block', 'log.overlaps-region'] as const

export function batOverlaps({ of, count, image, looks }: Examined): Diagnosis | undefined {
  const log = of(...LOG)
  const blocks = BLOCKS.reduce((sum, rule) => sum + count(rule), 0)
  if (blocks + of('region.overlap').length + log.length === 0) return undefined
  const doubt = blocks * (image.geometry?.blockSize ?? MIB)
  return {
    id: 'bat-overlaps',
    certainty: 'proven',
    condition: 'damaged',
    sentences: [
      blocks > 0
        ? `Parts of the file are claimed twice: ${plural(blocks, 'block')} (${formatBytes(doubt)} of the disk) may hold the bytes of something else.`
        : 'Parts of the file are claimed twice.',
      ...(looks.claims ? claimWords(looks.claims) : []),
      ...(log.length > 0
        ? [
            'The log lies where something else does: to replay it, or to write to the disk, destroys that.',
          ]
        : []),
    ],
    explains: [...BLOCKS, ...LOG, 'region.overlap'],
    // What one of the two had before may still lie in space that nobody names now.
    ways: ['export', 'export-unowned', 'findings'],
  }
}

/** Of so many places a sentence is said. */
const SAID = 8

function claimWords({ places, count }: ClaimsLook): readonly string[] {
  const told = places.filter(({ holders, likely }) => holders.length > 0 || likely).length
  const looked = count > places.length ? `, of which ${places.length} were looked at` : ''
  const more = places.length - SAID
  return [
    `It is about ${plural(count, 'place')} of the file${looked}; ${amountWords(told, places.length)} whose bytes are there.`,
    ...places.slice(0, SAID).map(placeWords),
    ...(more > 0
      ? [`So much of the first ${SAID}; ${plural(more, 'more was', 'more were')} looked at.`]
      : []),
  ]
}

function amountWords(told: number, looked: number): string {
  if (told === 0) return 'nothing tells'
  return told === looked ? 'evidence tells' : `of ${plural(told, 'place')} evidence tells`
}

function placeWords({ at, claimants, others, holders, likely }: ClaimedPlace): string {
  const all = [...claimants, ...(others > 0 ? [`${formatCount(others)} more`] : [])]
  return `At ${formatHex(at.offset)}, ${formatBytes(at.length)}: ${listed(all)}. ${holderWords(holders, likely)}`
}

function holderWords(holders: readonly Holder[], likely: Holder | undefined): string {
  const [first] = holders
  if (likely) return `They most likely belong to ${likely.who}: ${likely.why}.`
  if (!first) return 'Nothing tells whose bytes are there.'
  if (holders.length === 1) return `They belong to ${first.who}: ${first.why}.`
  const whys = holders.map(({ who, why }) => `of ${who}, for ${why}`)
  return `Bytes of more than one are there: ${listed(whys)}.`
}

/** "a, b and c". */
const listed = (words: readonly string[]): string =>
  [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' and ')
