import { describe, expect, test } from 'vitest'
import { counting } from '../../../testing/counting-source.ts'
import { plainDisk } from '../../../testing/marks.ts'
import { guid } from '../../bytes/guid.ts'
import { buildImage } from '../../compose/build-image.ts'
import { standardItems, VIRTUAL_DISK_ID } from '../../compose/compose-metadata.ts'
import type { ImageDescription, ItemDescription } from '../../compose/description.ts'
import { severityOf } from '../../findings/finding.ts'
import { messageOf } from '../../findings/finding-words.ts'
import { KIB, MIB } from '../../format/layout.ts'
import {
  fileParameters,
  INCOMPLETE_FILE_ITEM,
  KNOWN_ITEMS,
  virtualDiskSize,
} from '../../format/metadata-items.ts'
import { METADATA_SIGNATURE } from '../../format/metadata-table.ts'
import { knownItem } from './disk-items.ts'
import { readMetadata } from './metadata.ts'

const STRANGE = guid('00112233-4455-4677-8899-aabbccddeeff')
const REGION = { offset: 2 * MIB, length: MIB }
const standard = standardItems(plainDisk)

const read = (description: ImageDescription, region = REGION) =>
  readMetadata(buildImage(description), region)
const readItems = (...items: ItemDescription[]) => read({ ...plainDisk, metadata: { items } })

const item = (entry: ItemDescription['entry'], bytes = new Uint8Array(8)): ItemDescription => ({
  bytes,
  entry: { itemId: STRANGE, ...entry },
})
const weighed = ({ findings }: Awaited<ReturnType<typeof read>>) =>
  findings.map((found) => [found.rule, severityOf(found)])

test('the values of a good disk are read, and nothing is found', async () => {
  const metadata = await read({ ...plainDisk, kind: 'fixed', blockSize: 2 * MIB })
  expect(metadata).toMatchObject({
    region: REGION,
    header: { signature: METADATA_SIGNATURE, entryCount: 5 },
    fileParameters: { blockSize: 2 * MIB, leaveBlockAllocated: 1, hasParent: 0 },
    virtualDiskSize: BigInt(16 * MIB),
    virtualDiskId: VIRTUAL_DISK_ID,
    logicalSectorSize: 512,
    physicalSectorSize: 4096,
    parentLocator: undefined,
    findings: [],
  })
  expect(metadata.items.map(({ index, known, at }) => [index, known, at.offset])).toEqual([
    [0, 'fileParameters', 2 * MIB + 32],
    [1, 'virtualDiskSize', 2 * MIB + 64],
    [2, 'virtualDiskId', 2 * MIB + 96],
    [3, 'logicalSectorSize', 2 * MIB + 128],
    [4, 'physicalSectorSize', 2 * MIB + 160],
  ])
})

test('the table and one block of items are all that is read', async () => {
  const bytes = new Uint8Array(900 * KIB)
  const items = [...standard, item({}, bytes), item({ isUser: 1 }, bytes)]
  const source = counting(buildImage({ ...plainDisk, metadata: { items } }))
  await readMetadata(source, REGION)
  expect(source.reads).toEqual([
    { offset: 2 * MIB, length: 64 * KIB },
    { offset: 2 * MIB + 64 * KIB, length: 4096 },
  ])
})

describe('a table', () => {
  test.each([
    ['the region', { offset: 2 * MIB, length: 64 * KIB - 1 }],
    ['the file', { offset: 64 * MIB, length: MIB }],
  ])('that does not fit into %s is not read', async (_, region) => {
    const metadata = await read(plainDisk, region)
    expect(metadata.header).toBeUndefined()
    expect(weighed(metadata)).toEqual([['metadata.unreadable', 'fatal']])
  })

  test('without its signature has no items', async () => {
    const metadata = await read({ ...plainDisk, metadata: { header: { signature: 'metadatA' } } })
    expect([metadata.items, metadata.fileParameters]).toEqual([[], undefined])
    expect(metadata.findings.map(messageOf)).toEqual([
      'The metadata table begins with “metadatA” instead of “metadata”.',
    ])
  })

  test('with an impossible count gives the items that are there', async () => {
    const metadata = await read({ ...plainDisk, metadata: { header: { entryCount: 65535 } } })
    expect(metadata.items.length).toBe(5)
    expect(metadata.virtualDiskSize).toBe(BigInt(16 * MIB))
    expect(weighed(metadata)).toEqual([['metadata.count', 'fatal']])
  })

  test('full of entries for one place is read in no time', async () => {
    const entry = { offset: 64 * KIB, length: 8, itemId: STRANGE }
    const items = Array.from({ length: 2047 }, () => ({ bytes: new Uint8Array(), entry }))
    const metadata = await readItems(...items)
    expect(weighed(metadata).map(([rule]) => rule)).not.toContain('metadata.count')
    const count = (rule: string) => metadata.findings.filter((found) => found.rule === rule).length
    expect(count('metadata.duplicate-item')).toBe(2046)
    expect(count('metadata.item-overlap')).toBe(2046)
  })

  test('may have zeros only in what is reserved', async () => {
    const reserved2 = new Uint8Array(20).fill(1)
    const metadata = await read({
      ...plainDisk,
      metadata: {
        header: { reserved: 1, reserved2 },
        items: [...standard, item({ reserved: 1, reserved2: 1 })],
      },
    })
    expect(metadata.findings.map(({ values }) => values)).toEqual([
      { field: 'Reserved of the table header' },
      { field: 'Reserved2 of the table header' },
      { field: 'Reserved of entry 5' },
      { field: 'Reserved2 of entry 5' },
    ])
  })
})

describe('an item', () => {
  test.each([
    ['longer than 1 MiB', { offset: 64 * KIB, length: MIB + 1 }, 'metadata.item-outside-region'],
    ['behind the region', { offset: MIB - 4, length: 8 }, 'metadata.item-outside-region'],
    [
      'with the highest numbers',
      { offset: 0xffff_ffff, length: 0xffff_ffff },
      'metadata.item-outside-region',
    ],
  ])('%s is not read', async (_, place, rule) => {
    const [parameters, ...others] = standard
    const broken = { bytes: new Uint8Array(), entry: { ...parameters?.entry, ...place } }
    const metadata = await readItems(broken, ...others)
    expect(metadata.items[0]?.range).toBeUndefined()
    expect(metadata.fileParameters).toBeUndefined()
    expect(weighed(metadata)).toEqual([
      [rule, 'error'],
      ['metadata.missing-item', 'fatal'],
    ])
    expect(metadata.findings.map(({ values }) => values)).toEqual([
      { item: 'File Parameters', ...place },
      { item: 'File Parameters' },
    ])
  })

  test('of 1 MiB is not too long', async () => {
    const large = item({ offset: 64 * KIB + 40, length: MIB }, new Uint8Array())
    const items = [...standard, large]
    const region = { offset: 2 * MIB, length: 2 * MIB }
    const metadata = await read({ ...plainDisk, metadata: { items } }, region)
    expect(metadata.items[5]?.range?.length).toBe(MIB)
    expect(metadata.findings).toEqual([])
  })

  test('that is in the region but not in the file is not read', async () => {
    const metadata = await read({ ...plainDisk, fileSize: 2 * MIB + 64 * KIB + 4 })
    expect(weighed(metadata).filter(([rule]) => rule === 'metadata.missing-item').length).toBe(5)
  })

  test('that lies in the table is read all the same', async () => {
    const size = knownItem('virtualDiskSize', new Uint8Array())
    const inTable = { ...size, entry: { ...size.entry, offset: 60 * KIB, length: 8 } }
    const others = standard.filter((_, i) => i !== 1)
    const bytes = virtualDiskSize.encode({ virtualDiskSize: BigInt(3 * MIB) })
    const metadata = await read({
      ...plainDisk,
      metadata: { items: [...others, inTable] },
      patches: [{ at: REGION.offset + 60 * KIB, bytes }],
    })
    expect(metadata.virtualDiskSize).toBe(BigInt(3 * MIB))
    expect(weighed(metadata)).toEqual([['metadata.item-in-table', 'error']])
  })

  test('shorter than its structure is of no use', async () => {
    const short = knownItem('fileParameters', new Uint8Array(7))
    const metadata = await readItems(short, ...standard.slice(1))
    expect(weighed(metadata)).toEqual([['metadata.missing-item', 'fatal']])
  })

  test('that is empty is there, and in order', async () => {
    const metadata = await readItems(...standard, item({}, new Uint8Array()))
    expect(metadata.items[5]?.range).toEqual({ offset: REGION.offset, length: 0 })
    expect(metadata.findings).toEqual([])
  })

  test('of the user with the ID of a known one does not take its place', async () => {
    const bytes = fileParameters.encode({ blockSize: 64 * MIB })
    const itemId = KNOWN_ITEMS.fileParameters.id
    const user = (isRequired: number) => ({ bytes, entry: { itemId, isUser: 1, isRequired } })
    const beside = await readItems(user(0), ...standard)
    expect(beside.fileParameters?.blockSize).toBe(MIB)
    expect(beside.findings).toEqual([])
    const alone = await readItems(user(1), ...standard.slice(1))
    expect(alone.fileParameters).toBeUndefined()
    expect(weighed(alone)).toEqual([
      ['metadata.unknown-required', 'fatal'],
      ['metadata.missing-item', 'fatal'],
    ])
  })

  test('that nobody knows matters only if it is required', async () => {
    expect((await readItems(...standard, item({ isVirtualDisk: 1 }))).findings).toEqual([])
    expect(weighed(await readItems(...standard, item({ isRequired: 1 })))).toEqual([
      ['metadata.unknown-required', 'fatal'],
    ])
    expect(weighed(await readItems(...standard, item({ itemId: INCOMPLETE_FILE_ITEM })))).toEqual([
      ['metadata.incomplete-file', 'error'],
    ])
  })

  test('is told apart by ItemId and IsUser together', async () => {
    const metadata = await readItems(...standard, item({}), item({ isUser: 1 }), item({}))
    expect(metadata.findings).toMatchObject([
      { rule: 'metadata.duplicate-item', values: { first: 5, second: 7, item: STRANGE } },
    ])
  })
})

describe('a value', () => {
  const withParameters = (values: Parameters<typeof fileParameters.encode>[0]) =>
    readItems(knownItem('fileParameters', fileParameters.encode(values)), ...standard.slice(1))
  const withSize = (size: bigint) => {
    const bytes = virtualDiskSize.encode({ virtualDiskSize: size })
    return readItems(...standard.filter((_, i) => i !== 1), knownItem('virtualDiskSize', bytes))
  }

  test.each([0, 1, MIB - 1, MIB / 2, 3 * MIB, 512 * MIB, 0xffff_ffff])(
    'of %d is no block size',
    async (blockSize) => {
      const metadata = await withParameters({ blockSize })
      expect(metadata.findings).toMatchObject([
        { rule: 'metadata.block-size', values: { blockSize } },
      ])
      expect(metadata.fileParameters?.blockSize).toBe(blockSize)
    },
  )

  test.each([MIB, 2 * MIB, 256 * MIB])('of %d is a block size', async (blockSize) => {
    expect((await withParameters({ blockSize })).findings).toEqual([])
  })

  test.each([0n, 511n, 2n ** 46n + 512n, 2n ** 64n - 512n])(
    'of %d is no disk size',
    async (size) => {
      expect((await withSize(size)).findings).toMatchObject([
        { rule: 'metadata.virtual-disk-size', values: { size } },
      ])
    },
  )

  test.each([512n, 2n ** 46n])('of %d is a disk size', async (size) => {
    expect((await withSize(size)).findings).toEqual([])
  })

  test('with reserved bits set is told', async () => {
    const metadata = await withParameters({ blockSize: MIB, reserved: 4 })
    expect(metadata.findings.map(messageOf)).toEqual(['Reserved of File Parameters is not zero.'])
  })
})
