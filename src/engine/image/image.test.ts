import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NodeFile } from '../../cli/files/node-file.ts'
import { counting } from '../../testing/counting-source.ts'
import { type RealImage, realImage } from '../../testing/images.ts'
import { plainDisk } from '../../testing/marks.ts'
import { describeWithQemu, inTempDir, qemuImg } from '../../testing/qemu.ts'
import { NIL_GUID } from '../bytes/guid.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { buildImage } from '../compose/build-image.ts'
import { SparseFile } from '../compose/sparse-file.ts'
import { readDisk } from '../disk/disk.ts'
import { severityOf } from '../findings/finding.ts'
import { HEADER_OFFSETS, KIB, MIB, TIB } from '../format/layout.ts'
import { BAT_REGION, METADATA_REGION } from '../format/region-table.ts'
import { type Image, readImage } from './image.ts'
import { headFindings, regionFindings } from './image-findings.ts'

const findingsOf = (image: Image) => [...headFindings(image), ...regionFindings(image)]

async function readFile(path: string) {
  const file = await NodeFile.open(path, 'r')
  try {
    return await readImage(file)
  } finally {
    await file.close()
  }
}

describe('an image', () => {
  test('is read with three reads, none of them of the BAT', async () => {
    const source = counting(buildImage({ virtualDiskSize: 64 * TIB }))
    const image = await readImage(source)
    expect(image.bat?.count).toBe(2 ** 26 + 2 ** 14 - 1)
    expect(findingsOf(image)).toEqual([])
    expect(source.reads).toEqual([
      { offset: 0, length: MIB },
      { offset: 2 * MIB, length: 64 * KIB },
      { offset: 2 * MIB + 64 * KIB, length: 4096 },
    ])
  })

  test('that lost its beginning is still told by its header', async () => {
    const wiped = new Uint8Array(64 * KIB)
    const image = await readImage(buildImage({ ...plainDisk, patches: [{ at: 0, bytes: wiped }] }))
    expect(findingsOf(image).map(({ rule, values }) => [rule, values['copy']])).toEqual([
      ['file.signature', undefined],
      ['file.identifier-damaged', 1],
    ])
    expect(image.geometry?.virtualDiskSize).toBe(plainDisk.virtualDiskSize)
  })

  test('that is none has no header, no tables and no disk, and costs no more than its beginning', async () => {
    const file = new SparseFile()
    file.setSize(TIB)
    const source = counting(file)
    const image = await readImage(source)
    expect(image.identity.kind).toBe('all-zero')
    expect(image.headers.choice).toBe('none-valid')
    expect([image.regionTables.current, image.metadata, image.bat]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(source.bytesRead).toBe(MIB + 512)
  })

  test.each([0, 1, 8, 519, 520, 64 * KIB, 65 * KIB, 200 * KIB, MIB - 1, MIB, 2 * MIB + 1])(
    'cut off at %i bytes is read as far as it goes',
    async (size) => {
      const image = await readImage(buildImage({ ...plainDisk, fileSize: size }))
      expect(findingsOf(image).some((found) => severityOf(found) === 'fatal')).toBe(true)
    },
  )

  test('that says anything at all is read without an error', () => {
    const good = buildImage({
      ...plainDisk,
      kind: 'differencing',
      parent: { pairs: [['parent_linkage', 'x']] },
    })
    // Where structures are; the checksums of headers and tables are put right by the builder only.
    const places = [0, ...HEADER_OFFSETS, 192 * KIB, 256 * KIB, 2 * MIB, 2 * MIB + 64 * KIB]
    const patch = fc.record({
      place: fc.constantFrom(...places),
      at: fc.nat(200),
      bytes: fc.oneof(
        fc.uint8Array({ minLength: 1, maxLength: 8 }),
        fc.constantFrom(new Uint8Array(8).fill(0xff), new Uint8Array(8)),
      ),
    })
    return fc.assert(
      fc.asyncProperty(fc.array(patch, { maxLength: 5 }), async (patches) => {
        const file = good.clone()
        for (const { place, at, bytes } of patches) file.put(place + at, bytes)
        const image = await readImage(file)
        findingsOf(image)
        const size = image.geometry?.virtualDiskSize ?? 0
        if (image.bat) await readDisk(image, 0, Math.min(size, 4096))
      }),
      { numRuns: 200 },
    )
  })

  test('with any region table is read without an error', () => {
    const entry = fc.record({
      guid: fc.constantFrom(BAT_REGION, METADATA_REGION, NIL_GUID),
      fileOffset: fc.oneof(
        fc.nat(20).map((mib) => BigInt(mib * MIB)),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      ),
      length: fc.oneof(
        fc.nat(20).map((mib) => mib * MIB),
        fc.integer({ min: 0, max: 0xffff_ffff }),
      ),
      required: fc.nat(2),
    })
    return fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 6 }),
        fc.nat(3000),
        async (entries, entryCount) => {
          const table = { entries, header: { entryCount } }
          const file = buildImage({ ...plainDisk, regionTables: [table, table] })
          findingsOf(await readImage(file))
        },
      ),
      { numRuns: 100 },
    )
  })

  test('is not read on when it is no longer wanted', async () => {
    const source = counting(new MemoryFile(buildImage(plainDisk).toBytes()))
    const run = { signal: AbortSignal.abort() }
    await expect(readImage(source, run)).rejects.toThrow('aborted')
    expect(source.reads).toEqual([])
  })
})

describe('a genuine image stays quiet', () => {
  /** What is known of the programs that made them, and nothing else. */
  const EXPECTED: Readonly<Record<RealImage, readonly string[]>> = {
    'iotest-dirtylog-10G-4M.vhdx': [
      'header.data-write-guid-differs',
      'region.required-flag-clear',
      'region.required-flag-clear',
    ],
    'test-disk2vhd.vhdx': ['file.size-unaligned', 'header.sequence-equal-identical'],
    'windows-swap.vhdx': [],
  }
  for (const [name, expected] of Object.entries(EXPECTED)) {
    const path = realImage(name as RealImage)
    test.skipIf(path === undefined)(name, async () => {
      const image = await readFile(path ?? '')
      expect(findingsOf(image).map(({ rule }) => rule)).toEqual(expected)
    })
  }
})

describeWithQemu('an image that qemu-img makes stays quiet', () => {
  test.each([
    ['dynamic', 1, '3M'],
    ['dynamic', 8, '100G'],
    ['dynamic', 256, '64T'],
    ['fixed', 1, '5M'],
    ['fixed', 32, '40M'],
  ])('%s, blocks of %i MiB, %s', (kind, blockMB, size) =>
    inTempDir(async (dir) => {
      const path = `${dir}/made.vhdx`
      const options = `subformat=${kind},block_size=${blockMB * MIB}`
      const made = await qemuImg(['create', '-f', 'vhdx', '-o', options, path, size])
      expect(made.status).toBe(0)
      const image = await readFile(path)
      expect(image.geometry?.blockSize).toBe(blockMB * MIB)
      const rules = new Set(findingsOf(image).map(({ rule }) => rule))
      rules.delete('header.data-write-guid-differs')
      rules.delete('region.required-flag-clear')
      expect([...rules]).toEqual([])
    }),
  )
})
