import { expect, test } from 'vitest'
import { readDiskGoto } from './disk-goto.ts'

const MIB = 2 ** 20
const disk = {
  size: 8 * MIB,
  sectorSize: 4096,
  blockSize: MIB,
  volumes: (['mbr', 'gpt'] as const).map((table, index) => ({
    partition: {
      number: 1,
      table,
      at: { offset: (index + 2) * MIB, length: MIB },
      type: 'x',
      typeName: undefined,
    },
    fileSystem: undefined,
  })),
}

const NO_PLACE = 'This is not a place on a disk, such as 0x100000 or 36MiB.'
const NO_WHOLE = 'This must be a whole number, such as 17 or 0x11.'

test.each([
  ['0x1000', 0x1000],
  ['3MiB', 3 * MIB],
  ['lba:5', 5 * 4096],
  ['LBA: 0x10', 16 * 4096],
  ['block:7', 7 * MIB],
  // Of a hybrid disk that of the GPT.
  ['part:1', 3 * MIB],
  ['+10', 110],
  ['+0', 100],
  ['-0x64', 0],
])('%s', (text, offset) => {
  expect(readDiskGoto(text, disk, 100)).toEqual({ ok: true, offset })
})

test.each([
  ['', NO_PLACE],
  ['hello', NO_PLACE],
  ['8MiB', 'The disk has 8 MiB (8,388,608 bytes).'],
  ['block:8', 'The disk has 8 MiB (8,388,608 bytes).'],
  ['lba:9007199254740993', 'The disk has 8 MiB (8,388,608 bytes).'],
  ['1.5', NO_PLACE],
  ['+1.5', NO_PLACE],
  ['lba:1.5', NO_WHOLE],
  ['block:1e0', NO_WHOLE],
  ['part:1.2', 'The disk has partitions 1, 1.'],
  ['-101', 'The disk has 8 MiB (8,388,608 bytes).'],
  ['part:2', 'The disk has partitions 1, 1.'],
  ['seq:5', '“seq:” is not a place that is known on a disk.'],
])('“%s” is refused', (text, reason) => {
  expect(readDiskGoto(text, disk, 100)).toEqual({ ok: false, reason })
})
