import { expect, test } from 'vitest'
import { chosenPart, exportName, type PartChoice } from './export-part.ts'

const volumes = [1000, 5000].map((length, index) => ({
  partition: {
    number: index + 1,
    table: 'mbr' as const,
    at: { offset: 512, length },
    type: '0x07',
    typeName: undefined,
  },
  fileSystem: undefined,
}))
const choice: PartChoice = { kind: 'disk', partition: 0, offset: '512', length: '1KiB' }
const chosen = (change: Partial<PartChoice>) => chosenPart({ ...choice, ...change }, 4096, volumes)

test('the whole disk, a partition, a range', () => {
  expect(chosen({})).toEqual({ ok: true, range: { offset: 0, length: 4096 } })
  expect(chosen({ kind: 'partition' })).toEqual({
    ok: true,
    range: { offset: 512, length: 1000 },
  })
  expect(chosen({ kind: 'range' })).toEqual({ ok: true, range: { offset: 512, length: 1024 } })
})

test.each<[Partial<PartChoice>, string]>([
  [{ kind: 'partition', partition: 1 }, 'Partition 2 reaches past the end of the disk.'],
  [{ kind: 'partition', partition: 2 }, 'The disk has no such partition.'],
  [{ kind: 'range', offset: 'x' }, 'The start is no size, such as 0x100000 or 36MiB.'],
  [{ kind: 'range', length: '' }, 'The length is no size, such as 4096 or 1GiB.'],
  [{ kind: 'range', length: '0' }, 'The length must not be zero.'],
  [
    { kind: 'range', length: '4096' },
    'The range reaches past the end of the disk, which has 4 KiB.',
  ],
])('%o is refused', (change, reason) => {
  expect(chosen(change)).toEqual({ ok: false, reason })
})

const nameOf = (change: Partial<Parameters<typeof exportName>[0]>) =>
  exportName({
    source: 'a.b.vhdx',
    part: choice,
    volumes,
    format: 'raw',
    isSalvaged: false,
    ...change,
  })

test('the name says what it is a part of, and in which format', () => {
  expect(nameOf({})).toBe('a.b.raw')
  expect(nameOf({ isSalvaged: true })).toBe('a.b.salvaged.raw')
  const second = { ...choice, kind: 'partition', partition: 1 } as const
  expect(nameOf({ source: 'disk', part: second })).toBe('disk.partition-2.raw')
  expect(nameOf({ part: { ...choice, kind: 'range' } })).toBe('a.b.range.raw')
  expect(nameOf({ format: 'vhdx' })).toBe('a.b.compact.vhdx')
  expect(nameOf({ format: 'vhdx-fixed', part: second })).toBe('a.b.partition-2.fixed.vhdx')
  expect(nameOf({ format: 'vhd' })).toBe('a.b.vhd')
})
