import { expect, test } from 'vitest'
import { fakeGuestFiles } from '../../testing/fake-guest-files.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { refused } from '../bytes/refused.ts'
import type { Layers } from '../disk/map-chain.ts'
import { MIB } from '../format/layout.ts'
import type { FileExtent } from '../guest/guest-files.ts'
import { offsetInRaw, rawDisk } from '../new-image/raw-disk.ts'
import { contentParts } from './content-parts.ts'
import type { Part } from './part.ts'

const RAW = rawDisk(new MemoryFile(new Uint8Array(4 * MIB)), 512)
/** Where on the disk the volume begins. */
const START = 512
const volume = {
  partition: undefined,
  fileSystem: undefined,
  at: { offset: START, length: 3 * MIB },
}

/** A part for short: slices by their place in the volume. */
function short(part: Part): unknown {
  if (part.kind === 'slice') return ['slice', part.length, offsetInRaw(RAW, part.at) - START]
  if (part.kind === 'bytes') return ['bytes', ...part.bytes]
  return part.kind === 'zeros' ? ['zeros', part.length] : [part.reason, part.length]
}

async function partsOf(
  batches: readonly (readonly FileExtent[])[],
  size: number,
  { layers = [RAW], canOpen = true }: { readonly layers?: Layers; readonly canOpen?: boolean } = {},
): Promise<readonly unknown[]> {
  const content = Uint8Array.from({ length: 100 }, (_, i) => i)
  const files = {
    ...fakeGuestFiles({}),
    async *extents() {
      yield* batches
    },
    open: async () => (canOpen ? new MemoryFile(content) : refused('It is encrypted.')),
  }
  const parts: unknown[] = []
  for await (const part of contentParts({ layers, volume, files }, { node: 5, size })) {
    parts.push(short(part))
  }
  return parts
}

const inVolume = (offset: number, length: number, at: number): FileExtent => ({
  offset,
  length,
  from: 'volume',
  at,
})

test('what lies side by side is one slice, also of several extents and batches', async () => {
  const batches = [[inVolume(0, 512, 1024), inVolume(512, 512, 1536)], [inVolume(1024, 10, 2048)]]
  expect(await partsOf(batches, 1034)).toEqual([['slice', 1034, 1024]])
  expect(await partsOf([[inVolume(0, 512, 1024), inVolume(512, 512, 4096)]], 1024)).toEqual([
    ['slice', 512, 1024],
    ['slice', 512, 4096],
  ])
})

test('what is no piece of the volume comes as the reader makes it, as zeros, or with why it cannot be read', async () => {
  const batch: readonly FileExtent[] = [
    { offset: 0, length: 3, from: 'record', at: { offset: 0, length: 3 } },
    { offset: 3, length: 7, from: 'zeros' },
    { offset: 10, length: 2, from: 'compressed', at: [] },
    { offset: 12, length: 5, from: 'unreadable', reason: 'It lies outside.' },
  ]
  expect(await partsOf([batch], 17)).toEqual([
    ['bytes', 0, 1, 2],
    ['zeros', 7],
    ['bytes', 10, 11],
    ['It lies outside.', 5],
  ])
  expect(await partsOf([batch], 17, { canOpen: false })).toEqual([
    ['It is encrypted.', 3],
    ['zeros', 7],
    ['It is encrypted.', 2],
    ['It lies outside.', 5],
  ])
})

test('there are as many bytes as the size says, whatever the extents do', async () => {
  const batch = [inVolume(0, 512, 0), inVolume(512, 512, 2048)]
  expect(await partsOf([batch, batch], 600)).toEqual([
    ['slice', 512, 0],
    ['slice', 88, 2048],
  ])
  expect(await partsOf([batch], 2000)).toEqual([
    ['slice', 512, 0],
    ['slice', 512, 2048],
    ['The file system does not say where it is.', 976],
  ])
  expect(await partsOf([batch], 0)).toEqual([])
})

test('what the disk does not have is unreadable, and says why', async () => {
  const child = { ...RAW, bat: RAW.bat && { ...RAW.bat, count: 0 } }
  expect(await partsOf([[inVolume(0, 512, 0)]], 512, { layers: [child] })).toEqual([
    ['It is in a block of the disk that cannot be read.', 512],
  ])
})
