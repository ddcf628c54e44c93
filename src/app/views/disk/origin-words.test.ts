import { expect, test } from 'vitest'
import type { ChainExtent } from '../../../engine/disk/map-chain.ts'
import { originWords, placeOnDisk } from './origin-words.ts'

const at = { offset: 0, length: 512 }

test.each<[ChainExtent, string]>([
  [{ ...at, from: 'file', layer: 0, fileOffset: 0x500000 }, 'from this file at 0x500000'],
  [{ ...at, from: 'file', layer: 1, fileOffset: 16 }, 'from the parent at 0x10'],
  [{ ...at, from: 'file', layer: 2, fileOffset: 16 }, 'from parent 2 at 0x10'],
  [{ ...at, from: 'zero', layer: 0 }, 'zero, in no file'],
  [{ ...at, from: 'missing', layer: 1 }, 'in the parent, which is not open: shown as zero'],
])('%o', (extent, words) => {
  expect(originWords(extent)).toBe(words)
})

test('a place on the disk has its sector, block and partition', () => {
  const partition = {
    number: 3,
    table: 'mbr' as const,
    at: { offset: 2 ** 20, length: 4096 },
    type: '0x83',
    typeName: 'Linux',
  }
  const volumes = [{ partition, fileSystem: undefined }]
  const disk = { size: 2 ** 30, sectorSize: 512, blockSize: 2 ** 20, volumes }
  expect(placeOnDisk(2 ** 20 + 1024, disk)).toBe('LBA 2,050 · block 1 · partition 3 + 1 KiB')
  expect(placeOnDisk(0, disk)).toBe('LBA 0 · block 0 · in no partition')
})
