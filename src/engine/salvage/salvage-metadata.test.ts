/** Metadata made anew: what each value is taken from, and what the user says otherwise. */
import { describe, expect, test } from 'vitest'
import { firstDifference } from '../../testing/compare.ts'
import { lostMetadata, SALVAGED_DISK } from '../../testing/salvage-images.ts'
import {
  expectNothingLost,
  lossesIn,
  refusalOf,
  SOUND,
  salvaged,
  surveyed,
  valuesIn,
  whyNot,
} from '../../testing/salvaging.ts'
import { buildImage } from '../compose/build-image.ts'
import { standardItems } from '../compose/compose-metadata.ts'
import type { ImageDescription } from '../compose/description.ts'
import { diskSource } from '../disk/disk-source.ts'
import { MIB } from '../format/layout.ts'
import { knownItem } from '../image/metadata/disk-items.ts'

const LINKAGE = '5f6d8a1e-3c2b-4a90-8d17-6e0b4c2a9f31'

describe('what the file shows', () => {
  test('is proposed, each value with its evidence', async () => {
    const { plan, copy, ...verdict } = await salvaged(lostMetadata(), ['metadata-anew'])
    expect(verdict).toMatchObject({ outcome: 'clean', condition: 'sound' })
    expect(valuesIn(plan).split('. ')).toEqual([
      'disk-size is 4MiB, proposed, since the last block of the table ends at 4MiB',
      'block-size is 1MiB, proposed, since the places in the table have room for blocks of at most 1MiB',
      'sector-size is 512, proposed, since nothing in the file says it, and most disks have it',
      'physical-sector-size is 4096, proposed, since nothing in the file says it, and most programs write it',
      'kind is fixed, proposed, since all blocks of the disk are in the file',
      'disk-id is new, proposed, since nothing in the file says it, and nobody must take it for another disk.',
    ])
    const { before } = await surveyed(copy)
    const { before: old } = await surveyed(buildImage(SALVAGED_DISK))
    const read = (image: typeof old) => diskSource([image]).read(0, 4 * MIB)
    expect(firstDifference(await read(before), await read(old))).toBeUndefined()
  })

  test('is what a partition table says of the size of the disk', async () => {
    const file = lostMetadata()
    // A partition of 8 MiB from 1 MiB on; the rest of the record is empty.
    file.put(4 * MIB, new Uint8Array(512))
    file.put(4 * MIB + 446, Uint8Array.of(0, 0, 0, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 64, 0, 0))
    file.put(4 * MIB + 510, Uint8Array.of(0x55, 0xaa))
    const { plan, ...verdict } = await salvaged(file, ['metadata-anew'])
    expect(verdict).toMatchObject(SOUND)
    expect(valuesIn(plan)).toContain(
      'disk-size is 9MiB, proposed, since the last partition of the disk ends at 9MiB.',
    )
    expect(valuesIn(plan)).toContain('kind is dynamic')
  })

  test('is what a GPT says of the sizes of disk and sectors', async () => {
    const file = lostMetadata()
    const gpt = new Uint8Array(4096)
    gpt.set(new TextEncoder().encode('EFI PART'))
    new DataView(gpt.buffer).setBigUint64(32, 4095n, true)
    file.put(4 * MIB + 4096, gpt)
    const { plan } = await salvaged(file, ['metadata-anew'])
    expect(valuesIn(plan)).toContain('since the GPT of the disk ends at 16MiB.')
    expect(valuesIn(plan)).toContain('sector-size is 4096, proposed, since the GPT')
    const against = await salvaged(file, ['metadata-anew'], { 'disk-size': '8MiB' })
    expect(valuesIn(against.plan)).toContain(
      'disk-size is 8MiB, as it was set. But the GPT of the disk ends at 16MiB.',
    )
  })

  test('is kept where the metadata still say it', async () => {
    const items = standardItems(SALVAGED_DISK).slice(0, 4)
    const { plan, ...verdict } = await salvaged({ ...SALVAGED_DISK, metadata: { items } }, [
      'metadata-anew',
    ])
    expect(verdict).toMatchObject(SOUND)
    expect(valuesIn(plan)).toContain('disk-size is 16MiB, as the metadata still say.')
    expect(valuesIn(plan)).toContain(`disk-id is ${LINKAGE}, as the metadata still say.`)
    expect(lossesIn(plan)).not.toContain('identity')
  })

  test('is not taken from values that no disk has', async () => {
    const [, ...others] = standardItems(SALVAGED_DISK)
    const damaged = knownItem('fileParameters', Uint8Array.of(0, 0, 0x30, 0, 0, 0, 0, 0))
    const metadata = { items: [damaged, ...others] }
    const { plan, ...verdict } = await salvaged({ ...SALVAGED_DISK, metadata }, ['metadata-anew'])
    expect(verdict).toMatchObject(SOUND)
    expect(valuesIn(plan)).toContain('block-size is 1MiB, proposed')
  })
})

describe('what the user sets', () => {
  test('counts', async () => {
    const set = {
      'disk-size': '0x1000000',
      'block-size': '1MiB',
      'sector-size': '4096',
      'physical-sector-size': '4096',
      kind: 'dynamic',
      'disk-id': '{12345678-2222-4333-8444-555555555555}',
    }
    const { plan, copy, ...verdict } = await salvaged(lostMetadata(), ['metadata-anew'], set)
    expect(verdict).toMatchObject(SOUND)
    const { geometry, metadata } = (await surveyed(copy)).before
    expect(geometry).toMatchObject({
      kind: 'dynamic',
      virtualDiskSize: 16 * MIB,
      logicalSectorSize: 4096,
    })
    expect(metadata?.virtualDiskId).toBe('12345678-2222-4333-8444-555555555555')
    expect(valuesIn(plan)).toContain('disk-size is 16MiB, as it was set.')
  })

  test.each([
    [{ 'disk-size': '2MiB' }, 'But the last block of the table ends at 4MiB.'],
    [{ 'block-size': '2MiB' }, 'But the places in the table have room for blocks of at most 1MiB.'],
  ])('may contradict the file, and then it is said: %j', async (set, words) => {
    const { plan } = await salvaged(lostMetadata(), ['metadata-anew'], set)
    expect(valuesIn(plan)).toContain(words)
  })

  test('may contradict what the metadata still say', async () => {
    const items = standardItems(SALVAGED_DISK).slice(0, 4)
    const image = { ...SALVAGED_DISK, metadata: { items } }
    const { plan } = await salvaged(image, ['metadata-anew'], { 'disk-size': '8MiB' })
    expect(valuesIn(plan)).toContain('as it was set. But the metadata still say 16MiB.')
  })

  test.each([
    ['block-size', '3MiB', 'A block has a power of two of bytes'],
    ['block-size', '1GiB', 'A block has a power of two of bytes'],
    ['block-size', '0', 'A block has a power of two of bytes'],
    ['block-size', '0xFFFFFFFFFFFFFFFF', 'A block has a power of two of bytes'],
    ['disk-size', '64TiB', 'has room for 131,072 entries, and such a disk needs'],
    ['disk-size', '65TiB', 'at most 64TiB'],
    ['disk-size', '0', 'at least one'],
    ['disk-size', '16777217', 'whole sectors of 512 bytes'],
    ['disk-size', '-1', 'is no size'],
    ['disk-size', 'large', '“large” is no size, such as 4096 or 10GiB.'],
    ['sector-size', '1', '“1” is none of “512”, “4096”.'],
    ['physical-sector-size', '1024', 'is none of'],
    ['kind', 'odd', 'is none of “dynamic”, “fixed”, “differencing”.'],
    ['disk-id', 'x', 'is no GUID'],
  ])('%s cannot be %s', async (name, text, why) => {
    const refused = await refusalOf(lostMetadata(), 'metadata-anew', { [name]: text })
    expect(refused.why).toContain(why)
    expect(refused.setting).toBe(name)
  })

  test('has to be set where too little is left', async () => {
    const one = { virtualDiskSize: 16 * MIB, blocks: [{ block: 0, fill: 1 }] }
    const refused = await refusalOf(lostMetadata(one), 'metadata-anew')
    expect(refused.why).toContain('set block-size')
    expect(refused.values?.[0]?.options.length).toBeGreaterThan(3)
    expect(
      await salvaged(lostMetadata(one), ['metadata-anew'], { 'block-size': '1MiB' }),
    ).toMatchObject(SOUND)
    const none = { virtualDiskSize: 16 * MIB }
    const set = { 'block-size': '1MiB' }
    expect(await refusalOf(lostMetadata(none), 'metadata-anew', set)).toMatchObject({
      setting: 'disk-size',
    })
    expect(await whyNot(SALVAGED_DISK, 'metadata-anew')).toContain('all that a disk needs')
  })
})

describe('a child', () => {
  const CHILD: ImageDescription = {
    virtualDiskSize: 16 * MIB,
    kind: 'differencing',
    blocks: [
      { block: 0, fill: 1 },
      { block: 1, fill: 2, state: 'partially-present' },
    ],
    sectorBitmaps: [{ chunk: 0, fill: 0xff }],
    parent: {
      pairs: [
        ['parent_linkage', `{${LINKAGE}}`],
        ['relative_path', '.\\base.vhdx'],
      ],
    },
  }

  test('keeps the parent that its metadata still name', async () => {
    const items = standardItems(CHILD).filter((_, index) => index !== 1)
    const image = { ...CHILD, metadata: { items } }
    const { plan, copy, outcome } = await salvaged(image, ['metadata-anew'], {
      'disk-size': '16MiB',
    })
    expect(outcome).toBe('clean')
    const { metadata, geometry } = (await surveyed(copy)).before
    expect(geometry?.kind).toBe('differencing')
    expect(metadata?.parentLocator?.pairs.map(({ key, value }) => [key, value])).toEqual(
      CHILD.parent?.pairs,
    )
    expect(valuesIn(plan)).toContain('parent-path is .\\base.vhdx, as the metadata still say.')
  })

  test('needs its parent where nothing names it any more, and then takes what is set', async () => {
    const refused = await refusalOf(lostMetadata(CHILD), 'metadata-anew')
    expect(refused.why).toContain('is a child')
    expect(refused.setting).toBe('parent-path')
    const set = { 'parent-path': 'base.vhdx', 'parent-id': LINKAGE, 'disk-size': '16MiB' }
    const { plan, copy, outcome } = await salvaged(lostMetadata(CHILD), ['metadata-anew'], set)
    expect(outcome).toBe('clean')
    expect(valuesIn(plan)).toContain(
      'kind is differencing, proposed, since the table has a block of which a part only is there.',
    )
    const { before } = await surveyed(copy)
    expect(before.metadata?.parentLocator?.pairs.map(({ key, value }) => [key, value])).toEqual(
      CHILD.parent?.pairs,
    )
    await expectNothingLost((await surveyed(buildImage(CHILD))).before, copy)
  })

  test.each([
    [{}, 'fixed, proposed, since all blocks of the disk are in the file'],
    [{ kind: 'dynamic' }, 'dynamic, as it was set'],
  ])('alone has a parent, so that none can be set of another disk: %j', async (set, kind) => {
    for (const [name, value] of [
      ['parent-path', 'base.vhdx'],
      ['parent-id', LINKAGE],
    ] as const) {
      const refused = await refusalOf(lostMetadata(), 'metadata-anew', { ...set, [name]: value })
      expect(refused).toMatchObject({
        why: `metadata-anew: ${name} has a meaning only where kind is differencing, and here it is ${kind}.`,
        setting: 'kind',
      })
    }
    const { plan } = await salvaged(lostMetadata(), ['metadata-anew'], set)
    expect(plan.values.map(({ name }) => name).join()).not.toContain('parent')
  })

  test('is none where the user says so, which is said', async () => {
    const set = { kind: 'dynamic', 'block-size': '1MiB' }
    const { plan } = await salvaged(lostMetadata(CHILD), ['metadata-anew'], set)
    expect(valuesIn(plan)).toContain('But the table has a block of which a part only is there.')
  })
})
