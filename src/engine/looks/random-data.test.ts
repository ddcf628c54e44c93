/** Random-looking data where structures must be, and where they need not. */
import { createCipheriv } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { putGpt } from '../../testing/disk-tables.ts'
import { extSuperblock, guestDisk, type Part } from '../../testing/guest-volumes.ts'
import { idsOf, salvageIn, verdictOf } from '../../testing/looking.ts'
import { SALVAGED_DISK } from '../../testing/salvage-images.ts'
import { surveyed } from '../../testing/salvaging.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import type { SparseFile } from '../compose/sparse-file.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { KIB, MIB } from '../format/layout.ts'
import { lookFurther } from './look-further.ts'

const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, 1), Buffer.alloc(16, 2))
const random = (length: number): Uint8Array => new Uint8Array(cipher.update(Buffer.alloc(length)))

/** Blocks of text; what is written over them is random. */
function encrypted(...pieces: readonly (readonly [offset: number, length: number])[]): SparseFile {
  const file = buildImage(SALVAGED_DISK)
  for (const [offset, length] of pieces) file.put(offset, random(length))
  return file
}

test('of a file that is encrypted as a whole nothing is left', async () => {
  const verdict = await verdictOf(encrypted([0, 8 * MIB]))
  expect(idsOf(verdict)).toEqual(['encrypted-or-overwritten'])
  expect(verdict.condition).toBe('unreadable')
  const sentences = verdict.diagnoses[0]?.sentences.join(' ')
  expect(sentences).toContain(
    'If this was a VHDX, it is encrypted, or was written over: where the identifier, header 1, header 2, region table 1 and region table 2 must be',
  )
  expect(sentences).toContain(
    '256 places from its first byte to its last 256 look so: 0x0–0x800000',
  )
  expect(sentences).toContain('No place holds ordinary data; 0 are zero.')
})

test('of one that is encrypted at its head the rest is made anew', async () => {
  const { diagnoses } = await verdictOf(encrypted([0, MIB]))
  expect(diagnoses.map(({ id }) => id)).toEqual(['encrypted-or-overwritten', 'head-wiped'])
  expect(diagnoses[0]?.sentences.join(' ')).toMatch(
    /: 0x0–0x\w+\. .* ordinary data, the first at .*\. Data of the disk/,
  )
  expect(diagnoses[0]?.ways.flatMap(salvageIn)).toEqual([
    'headers-anew',
    'identifier',
    'region-tables-anew',
  ])
})

test('pieces at intervals are told where they are', async () => {
  const pieces = [0, 2, 4, 6].map((at) => [at * MIB, 256 * KIB] as const)
  const { diagnoses } = await verdictOf(encrypted(...pieces))
  const [found] = diagnoses
  expect(found?.id).toBe('encrypted-or-overwritten')
  expect(found?.sentences[0]).toContain('where the identifier, header 1, header 2')
  expect(found?.sentences[1]).toMatch(
    /at intervals, 0x0–0x3\w{4}, 0x2\w+–0x2\w+, 0x4\w+–0x4\w+, 1 more piece\.$/,
  )
})

test('a table of blocks that was written over is told with its reason', async () => {
  const { diagnoses } = await verdictOf(encrypted([3 * MIB, 64 * KIB]))
  expect(diagnoses.map(({ id }) => id)).toContain('encrypted-or-overwritten')
  expect(diagnoses[0]?.sentences[0]).toContain('where the table of blocks must be')
})

test('a disk that is full of random data, as a volume of LUKS is, has nothing of the kind', async () => {
  const full = encrypted([4 * MIB, 4 * MIB])
  expect(idsOf(await verdictOf(full))).toEqual([])
  // Nor where a structure is damaged by something else.
  const cut = encrypted([4 * MIB, 4 * MIB])
  cut.setSize(7 * MIB)
  expect(idsOf(await verdictOf(cut))).toEqual(['cut-off'])
  const wiped = encrypted([4 * MIB, 4 * MIB])
  wiped.put(0, new Uint8Array(MIB))
  expect(idsOf(await verdictOf(wiped))).toEqual(['head-wiped'])
})

describe('the partition table of the disk', () => {
  const DISK = 8 * MIB
  /** A GPT with a partition that is full of random data, as one that is encrypted by its guest. */
  function disk(spoil: (bytes: Uint8Array) => void): ImageDescription {
    const bytes = new Uint8Array(DISK)
    putGpt(bytes, {
      parts: [{ type: '0fc63daf-8483-4772-8e79-3d69d8477de4', first: 2048, last: 12_000 }],
    })
    bytes.set(random(4 * MIB), MIB)
    spoil(bytes)
    const parts = Array.from(
      { length: 8 },
      (_, i) => [i * MIB, bytes.slice(i * MIB, (i + 1) * MIB)] as const,
    )
    return guestDisk(DISK, parts)
  }

  test('that was written over is told by the copy at the end of the disk', async () => {
    const verdict = await verdictOf(disk((bytes) => bytes.set(random(64 * KIB), 0)))
    expect(idsOf(verdict)).toContain('encrypted-or-overwritten')
    expect(verdict.sentence).toContain(
      'The disk is encrypted in part, or was written over: where the partition table of the disk must be',
    )
    expect(verdict.condition).toBe('damaged')
  })

  test.each([
    ['whole', () => undefined],
    ['wiped with zeros', (bytes: Uint8Array) => bytes.fill(0, 0, 64 * KIB)],
    ['without its second copy', (bytes: Uint8Array) => bytes.fill(0, DISK - 512)],
  ] as const)('that is %s is none, whatever its partitions hold', async (_, spoil) => {
    expect(idsOf(await verdictOf(disk(spoil)))).not.toContain('encrypted-or-overwritten')
  })
})

describe('a file system of the disk', () => {
  const DISK = 16 * MIB
  const spare: Part = [8 * MIB + 1024, extSuperblock({ group: 1 })]

  test('whose beginning was written over is told by its spare superblocks', async () => {
    const verdict = await verdictOf(guestDisk(DISK, [[0, random(64 * KIB)], spare]))
    expect(idsOf(verdict)).toEqual(['encrypted-or-overwritten'])
    expect(verdict.condition).toBe('damaged')
    const [found] = verdict.diagnoses
    expect(found?.sentences[0]).toContain('where the beginning of ext4 at 0x0 of the disk must be')
    expect(found?.sentences).toContainEqual(expect.stringContaining('e2fsck -b 8193 -B 1024'))
    expect(found?.ways.map(({ id }) => id)).toEqual(['backup', 'export', 'findings'])
  })

  test('that is whole behind a boot record that was written over tells of that', async () => {
    const volume: Part = [MIB + 1024, extSuperblock({})]
    const { diagnoses } = await verdictOf(guestDisk(DISK, [[0, random(64 * KIB)], volume]))
    expect(diagnoses[0]?.sentences[0]).toContain('where the partition table of the disk must be')
  })

  test('of whose beginning something else was made is none', async () => {
    const verdict = await verdictOf(guestDisk(DISK, [[0, new Uint8Array(8192)], spare]))
    expect(idsOf(verdict)).toEqual(['guest-initialised-over'])
  })
})

test('a header with rubbish behind its fields is not encrypted', async () => {
  const image: ImageDescription = {
    ...SALVAGED_DISK,
    headers: [{}, { checksum: 1, reserved: random(4000) }],
  }
  expect(idsOf(await verdictOf(image))).toEqual(['copy-lost'])
})

test('a file of random data that begins otherwise is not called one', async () => {
  const file = encrypted([64 * KIB, 8 * MIB])
  expect(idsOf(await verdictOf(file))).not.toContain('head-wiped')
  const half = encrypted([0, 4 * KIB])
  half.put(64 * KIB, new Uint8Array(512 * KIB))
  half.put(2 * MIB, new Uint8Array(MIB))
  expect(idsOf(await verdictOf(half))).toEqual([])
})

test('it is said that nobody has looked, until somebody has', async () => {
  const inspected = await surveyed(encrypted([0, 8 * MIB]))
  expect((await diagnose(inspected)).notLooked).toContain('whether the file is encrypted')
  const looks = await lookFurther({ inspected })
  expect((await diagnose(inspected, { looks })).notLooked).toEqual([])
})
