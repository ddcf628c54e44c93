/** What headers and logs need that say nothing, or nothing that can be done. */
import { describe, expect, test } from 'vitest'
import {
  lostHeaders,
  NOT_CLOSED,
  placing,
  SALVAGED_DISK,
  TORN,
} from '../../testing/salvage-images.ts'
import {
  lossesIn,
  SALVAGE_IDS,
  SOUND,
  salvaged,
  surveyed,
  whyNot,
} from '../../testing/salvaging.ts'
import { guid, NIL_GUID } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { MIB } from '../format/layout.ts'
import { readHeaders } from '../image/headers/headers.ts'
import { listSalvages } from './list-salvages.ts'
import { planSalvage } from './plan-salvage.ts'

const spoilt = { checksum: 1 }
const OTHER_GUID = guid('99999999-2222-4333-8444-555555555555')

describe('headers anew', () => {
  test('of what is left of damaged ones, without the log', async () => {
    const { copy, ...verdict } = await salvaged({ ...SALVAGED_DISK, headers: [spoilt, spoilt] }, [
      'headers-anew',
    ])
    expect(verdict).toMatchObject(SOUND)
    const { current } = await readHeaders(copy)
    const { current: old } = await readHeaders(buildImage(SALVAGED_DISK))
    expect(current?.values?.dataWriteGuid).toBe(old?.values?.dataWriteGuid)
    expect(current?.values?.logGuid).toBe(NIL_GUID)
  })

  test('of nothing: the log is where nobody else is', async () => {
    const { plan, ...verdict } = await salvaged(lostHeaders(SALVAGED_DISK), ['headers-anew'])
    expect(verdict).toMatchObject(SOUND)
    expect(lossesIn(plan)).toContain('children no longer know the disk')
  })

  test('with the log that its entries prove, where it is asked for', async () => {
    const log = { length: 2 * MIB, entries: [placing(8, 9)] }
    const file = lostHeaders({ ...SALVAGED_DISK, log })
    const without = await salvaged(file, ['headers-anew'])
    expect(without).toMatchObject(SOUND)
    expect(lossesIn(without.plan)).toContain('log=proven')
    const { plan, ...verdict } = await salvaged(file, ['headers-anew'], { log: 'proven' })
    expect(verdict).toMatchObject(SOUND)
    expect(plan.applied).toBe(1)
  })

  test('with the identifier, where that is lost as well', async () => {
    const file = lostHeaders(SALVAGED_DISK)
    file.put(0, new Uint8Array(8))
    const { alone, together } = await listSalvages(await surveyed(file), SALVAGE_IDS)
    expect(alone.map(({ ways }) => ways)).toEqual([['headers-anew']])
    expect(together?.ways).toEqual(['headers-anew', 'identifier'])
    expect(await salvaged(file, ['identifier', 'headers-anew'])).toMatchObject(SOUND)
  })

  test('not where one is whole, nor without a trace of a VHDX', async () => {
    const half = { ...SALVAGED_DISK, headers: [spoilt, {}] } as const
    expect(await whyNot(half, 'headers-anew')).toContain('A header of the file is whole')
    const file = lostHeaders(SALVAGED_DISK)
    file.put(0, new Uint8Array(3 * MIB))
    expect(await whyNot(file, 'headers-anew')).toContain('Nothing else')
    const raw = lostHeaders(SALVAGED_DISK)
    raw.put(0, new Uint8Array(MIB))
    // A master boot record with a partition: a raw disk, which may hold a VHDX as a file.
    raw.put(446, Uint8Array.of(0, 0, 0, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0))
    raw.put(510, Uint8Array.of(0x55, 0xaa))
    expect(await whyNot(raw, 'headers-anew')).toContain('Nothing else')
    expect(await whyNot(lostHeaders(SALVAGED_DISK), 'headers-anew', { log: 'proven' })).toContain(
      'do not prove',
    )
  })
})

describe('by the other header', () => {
  test('where the current one names a log that is lost, and the other none', async () => {
    const image: ImageDescription = {
      ...SALVAGED_DISK,
      headers: [{ logGuid: NIL_GUID }, { logGuid: OTHER_GUID }],
    }
    const { plan, ...verdict } = await salvaged(image, ['by-other-header'])
    expect(verdict).toMatchObject(SOUND)
    expect(lossesIn(plan)).toContain('Header 1 is older than the current one')
    expect(lossesIn(plan)).toContain('names no log')
  })

  test('where the newer one is damaged, and its fields can be believed', async () => {
    const headers = [{ logGuid: NIL_GUID }, { checksum: 1 }] as const
    const { plan, ...verdict } = await salvaged({ ...NOT_CLOSED, headers }, ['by-other-header'])
    expect(verdict).toMatchObject(SOUND)
    expect(plan.applied).toBe(1)
    expect(lossesIn(plan)).toContain('The checksum of header 2 is wrong')
  })

  test('not where the current one leads to an image, nor where the other is old and damaged', async () => {
    const headers = [{ logGuid: NIL_GUID }, {}] as const
    expect(await whyNot({ ...NOT_CLOSED, headers }, 'by-other-header')).toContain('can be opened')
    const old = [{ checksum: 1, logGuid: OTHER_GUID }, {}] as const
    expect(await whyNot({ ...SALVAGED_DISK, headers: old }, 'by-other-header')).toContain('older')
    expect(await whyNot(SALVAGED_DISK, 'by-other-header')).toContain('the same')
  })
})

describe('a log that cannot be applied', () => {
  test('is given up, and the disk is as it is in the file', async () => {
    const { plan, ...verdict } = await salvaged(TORN, ['without-log'])
    expect(verdict).toMatchObject(SOUND)
    expect(lossesIn(plan)).toContain('with 2 whole entries')
  })

  test('is applied as far as it is whole', async () => {
    const { plan, copy, ...verdict } = await salvaged(TORN, ['log-up-to'])
    expect(verdict).toMatchObject(SOUND)
    expect(lossesIn(plan)).toContain('Entries 2 to 3')
    // Each writes the whole sector of the table, with what the ones before have written.
    expect((await surveyed(copy)).inspection.before.census?.payload['fully-present']).toBe(7)
  })

  test('is not given up where it can be applied, nor where there is none', async () => {
    for (const way of ['without-log', 'log-up-to'] as const) {
      expect(await whyNot(NOT_CLOSED, way)).toMatch(/can be applied|has a complete sequence/)
      expect(await whyNot(SALVAGED_DISK, way)).toContain('names no log')
    }
  })

  test('is given up where it leads into damage', async () => {
    const harm = { ...SALVAGED_DISK, log: { entries: [placing(1, 4000)] } }
    expect(await salvaged({ ...harm, fileSize: 12 * MIB }, ['without-log'])).toMatchObject({
      outcome: 'clean',
    })
  })

  test('two ways with it are one too many', async () => {
    const choices = { ways: ['without-log', 'log-up-to'] } as const
    const plan = await planSalvage(await surveyed(buildImage(TORN)), choices, SALVAGE_IDS)
    expect(plan).toEqual({ why: 'Of log-up-to and without-log only one can be chosen.' })
  })
})
