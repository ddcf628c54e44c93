import { describe, expect, test } from 'vitest'
import { BAT, journalDisk } from '../../testing/journalling.ts'
import { guid } from '../bytes/guid.ts'
import type { MemoryFile } from '../bytes/memory-file.ts'
import { METADATA_REGION } from '../format/region-table.ts'
import { readBatEntries } from '../image/bat/bat.ts'
import { type Image, readImage } from '../image/image.ts'
import { withUpdates } from './byte-update.ts'
import { changesData, type Edit, EditError } from './edit.ts'
import { encodeEdits } from './encode-edits.ts'

const LINKAGE = ['parent_linkage', '{5f6d8a1e-3c2b-4a90-8d17-6e0b4c2a9f31}'] as const
const DISK_ID = guid('01234567-89ab-4cde-8f01-23456789abcd')

const child = (): MemoryFile =>
  journalDisk({
    kind: 'differencing',
    blocks: [],
    parent: { pairs: [LINKAGE, ['relative_path', '.\\parent.vhdx']] },
  })

async function edited(file: MemoryFile, ...edits: Edit[]): Promise<Image> {
  return readImage(withUpdates(file, await encodeEdits(file, edits)))
}

const refused = (file: MemoryFile, edit: Edit) => expect(encodeEdits(file, [edit])).rejects

describe('an edit of a BAT entry', () => {
  test('sets state and place, and nothing around it', async () => {
    const edit: Edit = { kind: 'bat-entry', index: 3, state: 6, fileOffsetMB: 29 }
    const { source, bat } = await edited(journalDisk(), edit)
    const entries = bat && (await readBatEntries(source, bat, 2, 3))
    expect(entries?.map(({ state, fileOffsetMB }) => [state, fileOffsetMB])).toEqual([
      ['not-present', 0],
      ['fully-present', 29],
      ['not-present', 0],
    ])
    const [update] = await encodeEdits(journalDisk(), [edit])
    expect(update).toMatchObject({ offset: BAT + 24 })
  })

  test.each([
    [{ index: -1 }, 'no entry -1'],
    [{ index: 2 ** 20 }, 'no entry 1048576'],
    [{ state: 8 }, 'State must be a whole number from 0 to 7.'],
    [{ fileOffsetMB: 2 ** 44 }, 'FileOffsetMB must be a whole number from 0 to 17592186044415.'],
    [{ fileOffsetMB: 1.5 }, 'FileOffsetMB must be'],
    [{ fileOffsetMB: Number.NaN }, 'FileOffsetMB must be'],
  ])('cannot have %o', async (values, message) => {
    const edit: Edit = { kind: 'bat-entry', index: 0, state: 6, fileOffsetMB: 4, ...values }
    await refused(journalDisk(), edit).toThrow(EditError)
    await refused(journalDisk(), edit).toThrow(message)
  })
})

describe('an edit of a metadata item', () => {
  test('sets the fields that it names and leaves the others', async () => {
    const { metadata } = await edited(
      journalDisk(),
      { kind: 'metadata-item', item: 'virtualDiskId', values: { virtualDiskId: DISK_ID } },
      { kind: 'metadata-item', item: 'virtualDiskSize', values: { virtualDiskSize: 2n ** 30n } },
      { kind: 'metadata-item', item: 'fileParameters', values: { leaveBlockAllocated: 1 } },
    )
    expect(metadata).toMatchObject({
      virtualDiskId: DISK_ID,
      virtualDiskSize: 2n ** 30n,
      fileParameters: { blockSize: 2 ** 20, leaveBlockAllocated: 1, hasParent: 0 },
    })
  })

  test.each<[Edit & { kind: 'metadata-item' }, string]>([
    [
      { kind: 'metadata-item', item: 'virtualDiskSize', values: { virtualDiskSize: 2n ** 64n } },
      'VirtualDiskSize must be a whole number from 0 to 18446744073709551615.',
    ],
    [
      { kind: 'metadata-item', item: 'virtualDiskSize', values: { virtualDiskSize: 5 } },
      'VirtualDiskSize must be',
    ],
    [
      { kind: 'metadata-item', item: 'virtualDiskId', values: { virtualDiskId: 'me' } },
      'VirtualDiskId must be a GUID',
    ],
    [
      { kind: 'metadata-item', item: 'virtualDiskId', values: { sesame: 1 } },
      'has no field Sesame',
    ],
  ])('refuses %o', async (edit, message) => {
    await refused(journalDisk(), edit).toThrow(message)
  })

  test('says which item the image does not have', async () => {
    const file = journalDisk({ metadata: { items: [] } })
    const edit: Edit = { kind: 'metadata-item', item: 'virtualDiskId', values: {} }
    await refused(file, edit).toThrow('The image has no Virtual Disk ID.')
  })
})

describe('an edit of the parent locator', () => {
  const pairsOf = ({ metadata }: Image) =>
    metadata?.parentLocator?.pairs.map(({ key, value }) => [key, value])

  test.each([
    ['shorter', [LINKAGE]],
    ['longer', [LINKAGE, ['absolute_win32_path', `C:\\${'long'.repeat(2000)}`]]],
  ] as const)('may make it %s', async (_, pairs) => {
    const image = await edited(child(), { kind: 'parent-locator', pairs })
    expect(pairsOf(image)).toEqual(pairs)
    expect(image.metadata?.findings.filter(({ rule }) => rule.startsWith('metadata.'))).toEqual([])
  })

  test('moves it behind the other items where it has grown over one', async () => {
    const { metadata } = await readImage(child())
    const items = metadata?.items ?? []
    const first = items.map(({ range }) => range?.offset ?? 0)
    const pairs = [LINKAGE, ['relative_path', 'x'.repeat(3000)]] as const
    const image = await edited(child(), { kind: 'parent-locator', pairs })
    expect(image.metadata?.items.slice(0, -1).map(({ range }) => range?.offset)).toEqual(
      first.slice(0, -1),
    )
    expect(pairsOf(image)).toEqual(pairs)
  })

  test.each([
    [[['', 'x']], 'must not be empty'],
    [[['a', 'x'.repeat(32_768)]], 'at most 32,767 characters'],
    [
      [
        ['a', 'x'],
        ['a', 'y'],
      ],
      'must differ',
    ],
    [
      Array.from({ length: 20 }, (_, i) => [`key ${i}`, 'x'.repeat(30_000)]),
      'A metadata item has at most 1 MiB.',
    ],
  ] as unknown as [Extract<Edit, { kind: 'parent-locator' }>['pairs'], string][])(
    'refuses pairs that do not fit (%#)',
    async (pairs, message) => {
      await refused(child(), { kind: 'parent-locator', pairs }).toThrow(message)
    },
  )

  test('is refused where there is none', async () => {
    await refused(journalDisk(), { kind: 'parent-locator', pairs: [LINKAGE] }).toThrow(
      'The image has no parent locator.',
    )
  })
})

describe('an edit of a region', () => {
  test('is made to both tables, with checksums that match', async () => {
    const image = await edited(journalDisk(), {
      kind: 'region-entry',
      index: 1,
      values: { fileOffset: 7n * 2n ** 20n },
    })
    const { copies } = image.regionTables
    expect(copies.map(({ valid }) => valid)).toEqual([true, true])
    expect(copies.map(({ entries }) => entries[1]?.values)).toMatchObject([
      { guid: METADATA_REGION, fileOffset: 7n * 2n ** 20n },
      { guid: METADATA_REGION, fileOffset: 7n * 2n ** 20n },
    ])
  })

  test('leaves a table alone that says something else', async () => {
    const file = journalDisk({ regionTables: [{}, { entries: [] }] })
    const edit: Edit = { kind: 'region-entry', index: 1, values: { required: 0 } }
    expect(await encodeEdits(file, [edit])).toHaveLength(2)
    await refused(file, { ...edit, index: 2 }).toThrow('The region table has no entry 2.')
  })
})

test('each edit is made to what those before it leave', async () => {
  const moved: Edit = { kind: 'region-entry', index: 0, values: { fileOffset: 4n * 2n ** 20n } }
  const file = journalDisk({ blocks: [], fileSize: 6 * 2 ** 20 })
  const entry: Edit = { kind: 'bat-entry', index: 0, state: 2, fileOffsetMB: 0 }
  const updates = await encodeEdits(file, [moved, entry])
  expect(updates.at(-1)?.offset).toBe(4 * 2 ** 20)
})

test('bytes are taken as they are', async () => {
  const bytes = new Uint8Array([1, 2])
  expect(await encodeEdits(journalDisk(), [{ kind: 'bytes', offset: 5, bytes }])).toEqual([
    { offset: 5, content: { kind: 'bytes', bytes } },
  ])
})

test('only a move of regions is nothing that the user of the disk could see', () => {
  expect(changesData([{ kind: 'region-entry', index: 0, values: {} }])).toBe(false)
  expect(changesData([{ kind: 'bat-entry', index: 0, state: 0, fileOffsetMB: 0 }])).toBe(true)
})
