/** Log entries that lie about themselves or aim where they must not. */
import { describe, expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { EntryDescription, ImageDescription } from '../../engine/compose/description.ts'
import { KIB, LOG_SECTOR_SIZE, MIB, TIB } from '../../engine/format/layout.ts'
import { disk, mark, marksIn } from '../marks.ts'
import { ourReplay } from '../our-replay.ts'
import { answer, checkAnswers } from './answer.ts'

describe('a log entry', () => {
  /** In front of an entry in order, which is the one to be replayed. */
  const older = (entry: EntryDescription): ImageDescription =>
    disk({
      log: {
        entries: [
          { position: 0, tail: 0, sequenceNumber: 5n, updates: [mark('B')], ...entry },
          {
            position: 40 * LOG_SECTOR_SIZE,
            tail: 40 * LOG_SECTOR_SIZE,
            sequenceNumber: 10n,
            updates: [mark('A')],
          },
        ],
      },
    })
  const alone = (entry: EntryDescription): ImageDescription =>
    disk({ log: { entries: [{ updates: [mark('A')], ...entry }] } })
  const update = (fileOffset: bigint, length: bigint): ImageDescription =>
    alone({ updates: [mark('A'), { kind: 'zero', fileOffset, length }] })

  checkAnswers([
    ['with EntryLength 0', older({ header: { entryLength: 0 } }), 'replayable', 'log.entry-length'],
    [
      'with EntryLength beyond the log',
      older({ header: { entryLength: MIB + 4096 } }),
      'replayable',
      'log.entry-length',
    ],
    [
      'with EntryLength of the whole log',
      older({ header: { entryLength: MIB } }),
      'replayable',
      'log.data-signature',
    ],
    [
      'with 4,294,967,295 descriptors',
      older({ header: { descriptorCount: 0xffff_ffff } }),
      'replayable',
      'log.descriptor-count',
    ],
    ['with a tail outside of the log', older({ tail: MIB }), 'replayable', 'log.entry-tail'],
    [
      'with a tail where no entry is',
      older({ tail: 100 * LOG_SECTOR_SIZE }),
      'replayable',
      'log.entry-tail-outside-sequence',
    ],
    [
      'with a tail inside of an entry',
      alone({ tail: LOG_SECTOR_SIZE }),
      'refused',
      'log.no-active-sequence',
    ],
    ['with number 0', older({ sequenceNumber: 0n }), 'replayable', 'log.entry-sequence-zero'],
    [
      'with the greatest number',
      alone({ sequenceNumber: 2n ** 64n - 1n }),
      'replayable',
      'log.sequence-near-maximum',
    ],
    ['that writes at 2^60', update(2n ** 60n, 4096n), 'refused', 'replay.target-out-of-range'],
    [
      'that writes at the end of 64 bits',
      update(2n ** 64n - 4096n, 4096n),
      'refused',
      'replay.target-out-of-range',
    ],
    [
      'that zeroes 2^63 bytes',
      update(BigInt(4 * MIB), 2n ** 63n),
      'refused',
      'replay.target-out-of-range',
    ],
    [
      'that zeroes a terabyte behind the end',
      update(BigInt(4 * MIB), BigInt(TIB)),
      'replayable',
      'replay.zero-run-excessive',
    ],
    [
      'that writes to the headers',
      update(BigInt(64 * KIB), 4096n),
      'refused',
      'replay.targets-header',
    ],
    ['that writes to the log', update(BigInt(MIB), 4096n), 'refused', 'replay.targets-log'],
    [
      'that zeroes everything, the log included',
      update(BigInt(192 * KIB), BigInt(4 * MIB - 192 * KIB)),
      'refused',
      'replay.targets-log',
    ],
    [
      'with a LastFileOffset of 2^60',
      alone({ lastFileOffset: 2n ** 60n }),
      'refused',
      'replay.last-file-offset-out-of-range',
    ],
    [
      'with a FlushedFileOffset of 2^60',
      alone({ flushedFileOffset: 2n ** 60n }),
      'refused',
      'replay.truncated',
    ],
  ])

  test('numbers around 2^53 are not rounded: of two runs the greater one is replayed', async () => {
    const run = (position: number, letter: string, sequenceNumber: bigint): EntryDescription => ({
      position: position * LOG_SECTOR_SIZE,
      tail: position * LOG_SECTOR_SIZE,
      sequenceNumber,
      updates: [mark(letter)],
    })
    const entries = [run(0, 'A', 2n ** 53n + 1n), run(40, 'B', 2n ** 53n)]
    const { file } = await ourReplay(buildImage(disk({ log: { entries } })))
    expect(marksIn(file.toBytes())).toBe('A')
  })

  test('in every slot of the log, each as long as the log, is answered soon', async () => {
    const entries = Array.from({ length: 256 }, (_, slot) => ({
      position: slot * LOG_SECTOR_SIZE,
      header: { entryLength: MIB, descriptorCount: 0, checksum: slot },
    }))
    const { outcome } = await answer(buildImage(disk({ log: { entries } })))
    expect(outcome).toBe('refused')
  })
})
