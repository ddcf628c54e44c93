/** Faults of programs are told from what only looks like them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { disk, mark } from '../../testing/marks.ts'
import { REPLAY_IDS } from '../../testing/our-replay.ts'
import { writeLikeQemu } from '../../testing/qemu-shift.ts'
import { guid, NIL_GUID } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import { LOG_GUID, STALE_LOG_GUID } from '../compose/compose-log.ts'
import type { ImageDescription } from '../compose/description.ts'
import { header } from '../format/header.ts'
import { GIB, LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import { inspect } from '../inspect/inspect.ts'
import { findRepair, repairPieces } from '../inspect/repairs.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import { repairBat } from './bat-repair.ts'

const OTHER = guid('00112233-4455-4677-8899-aabbccddeeff')
const junk = new Uint8Array(header.size - 80).fill(1)

const look = async (description: ImageDescription) =>
  surveyBlocks(await inspect(buildImage(description), REPLAY_IDS))

async function faults(description: ImageDescription): Promise<readonly string[]> {
  const { inspection } = await look(description)
  return inspection.findings.map(({ rule }) => rule).filter((rule) => rule.startsWith('producer.'))
}

describe('headers that cloud-hypervisor damaged', () => {
  const damaged = { reserved: junk, checksum: 1 }

  test('are repaired with their fields, and the greater number stays current', async () => {
    const inspected = await look(disk({ headers: [damaged, damaged] }))
    const repair = await findRepair(inspected)
    if (repair?.part !== 'headers') throw new Error('no repair')
    const values = [0, header.size].map((at) => header.decode(repair.bytes, at))
    expect(values.map(({ sequenceNumber }) => sequenceNumber)).toEqual([7n, 8n])
    expect(values[0]?.reserved.every((byte) => byte === 0)).toBe(true)
    expect(values[1]).toMatchObject({ logLength: MIB, logOffset: BigInt(MIB), logGuid: NIL_GUID })
    const list = repairPieces(inspected, repair, 'csv')
    await expect(list.next()).rejects.toThrow(RangeError)
  })

  test('are not repaired where none of them would be current', async () => {
    const twins = { ...damaged, sequenceNumber: 8n }
    const inspected = await look(disk({ headers: [{ ...twins, fileWriteGuid: OTHER }, twins] }))
    const found = inspected.inspection.findings.find(({ rule }) => rule.startsWith('producer.'))
    expect(found?.values).toMatchObject({ repairable: 0 })
    expect(await findRepair(inspected)).toBeUndefined()
  })

  test.each<[string, object]>([
    ['a log in no place', { logOffset: 5n }],
    ['another version', { version: 2 }],
    ['another signature', { signature: 'junk' }],
    ['nothing behind the fields', { reserved: new Uint8Array() }],
  ])('are something else with %s', async (_, change) => {
    expect(await faults(disk({ headers: [damaged, { ...damaged, ...change }] }))).toEqual([])
  })
})

describe('a header without signature', () => {
  test.each<[string, object]>([
    ['whose checksum is wrong', { checksum: 1 }],
    ['that is much older', { sequenceNumber: 3n }],
  ])('%s is damage and not QEMU', async (_, change) => {
    expect(await faults(disk({ headers: [{ signature: '', ...change }, {}] }))).toEqual([])
  })
})

test('bytes behind the fields are QEMU’s only in a file of QEMU', async () => {
  expect(await faults(disk({ headers: [{ reserved: junk }, {}] }))).toEqual([])
})

test('equal headers are Disk2vhd’s only in a file of Disk2vhd', async () => {
  const twins = [{ sequenceNumber: 1n }, { sequenceNumber: 1n }] as const
  expect(await faults(disk({ headers: twins }))).toEqual([])
})

test('a log that is applied is not kept by a program where nobody has opened the file since', async () => {
  const zero = { kind: 'zero', fileOffset: BigInt(3 * MIB - 4096), length: 4096n } as const
  expect(await faults(disk({ log: { guid: LOG_GUID, entries: [{ updates: [zero] }] } }))).toEqual(
    [],
  )
})

test('blocks behind the end are not for want of an extension where no entry speaks of more', async () => {
  const log = {
    guid: NIL_GUID,
    entries: [{ logGuid: STALE_LOG_GUID, updates: [mark('A')], lastFileOffset: BigInt(4 * MIB) }],
  }
  const bat = { 3: { state: 'fully-present', fileOffsetMB: 5 } } as const
  expect(await faults(disk({ log, bat, fileSize: 4 * MIB }))).toEqual([])
})

test('states in the places of bitmaps are QEMU’s only in a file of QEMU without a parent', async () => {
  const shifted = { virtualDiskSize: 5 * GIB, bat: { 4096: { state: 'zero' } } } as const
  expect(await faults(shifted)).toEqual([])
  expect(await faults({ ...shifted, creator: 'QEMU v2.12.0' })).toHaveLength(1)
  expect(await faults({ ...shifted, creator: 'QEMU v2.12.0', kind: 'differencing' })).toEqual([])
})

const orders = fc.uniqueArray(
  fc.oneof(fc.constantFrom(0, 511, 1021), fc.integer({ min: 0, max: 1279 })),
  { minLength: 2, maxLength: 40 },
)

test('whatever the order of writes, what is repaired is right to the byte', async () => {
  let repaired = 0
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      const { image, right, batOffset } = writeLikeQemu(20 * GIB, order)
      const { before, scan } = await inspect(image, REPLAY_IDS)
      const repair = scan && (await repairBat({ image: before, scan }))
      for (const sector of repair?.repaired ?? []) {
        repaired++
        const at = sector.offset - batOffset
        expect(sector.repaired).toEqual(right.slice(at, at + LOG_SECTOR_SIZE))
      }
    }),
    { numRuns: 60 },
  )
  expect(repaired).toBeGreaterThan(10)
})

test('whatever the order of writes, a QEMU that does not shift is not blamed', async () => {
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      const { image } = writeLikeQemu(20 * GIB, order, { right: true })
      const { inspection } = await surveyBlocks(await inspect(image, REPLAY_IDS))
      const rules = inspection.findings.map(({ rule }) => rule)
      expect(rules.filter((rule) => rule.startsWith('producer.'))).toEqual([])
    }),
    { numRuns: 30 },
  )
})
