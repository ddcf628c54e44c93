/** Blocks or regions that share bytes with each other, or with what only the format may use. */
import { formatBytes, plural } from '../bytes/format.ts'
import { MIB } from '../format/layout.ts'
import type { Examined } from './examined.ts'
import type { Diagnosis } from './verdict.ts'

const BLOCKS = ['bat.block-shared', 'bat.block-overlap', 'bat.block-in-structure'] as const
const LOG = ['log.overlaps-block', 'log.overlaps-region'] as const

export function batOverlaps({ of, count, image }: Examined): Diagnosis | undefined {
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
      ...(log.length > 0
        ? [
            'The log lies where something else does: to replay it, or to write to the disk, destroys that.',
          ]
        : []),
    ],
    explains: [...BLOCKS, ...LOG, 'region.overlap'],
    ways: ['export', 'findings'],
  }
}
