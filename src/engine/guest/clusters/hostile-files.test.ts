/** FATs and exFATs with random changes where it hurts: all of their files are read, nothing is thrown, and all of it ends. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { counting } from '../../../testing/counting-source.ts'
import { readTree } from '../../../testing/guest-tree.ts'
import { type ExfatNode, emptyExfat, makeExfat } from '../../../testing/made-exfat.ts'
import { type FatNode, makeFatFiles } from '../../../testing/made-fat-files.ts'
import { hasProgram } from '../../../testing/programs.ts'
import { damagedFiles } from '../../../testing/random-bytes.ts'
import type { ByteRange } from '../../bytes/byte-source.ts'
import { KIB, MIB } from '../../format/layout.ts'
import { openFiles } from '../open-files.ts'
import { findFileSystem } from '../volumes/find-file-system.ts'
import { walkFiles } from '../walk.ts'

/** GUEST_VOLUMES=5000 makes it thousands. */
const RUNS = Number(process.env['GUEST_VOLUMES'] ?? 25)
/** Milliseconds for one volume: far more than it takes, far less than without an end. */
const LIMIT = 4000
const BOUNDS = { names: 150, bytes: 100_000 }
/** Names that a walk is followed for. */
const WALKED = 5000

interface Target {
  readonly name: string
  /** `undefined` where the program that makes it is missing. */
  make(): Promise<{ readonly bytes: Uint8Array; readonly places: readonly ByteRange[] } | undefined>
}

const place = (offset: number, length: number): ByteRange => ({ offset, length })
const content = Uint8Array.from({ length: 5000 }, (_, i) => i & 0xff)
const NAMES = {
  'a file with a name of some length': { content },
  directory: {
    names: { one: { content }, two: {}, three: { names: { below: { content } } } },
  },
} satisfies Readonly<Record<string, FatNode & ExfatNode>>

const fat = (bits: 12 | 16 | 32): Target => ({
  name: `FAT${bits}`,
  make: async () => {
    const made = makeFatFiles(bits, NAMES)
    const entries = [...made.nodes.values()].map((at) => place(at - 64, 96))
    const bytes = made.bytes.slice(0, 64 * KIB)
    return { bytes, places: [place(0, 90), place(made.tables[0], 60), ...entries] }
  },
})

const exfat: Target = {
  name: 'exFAT',
  make: async () => {
    if (!hasProgram('mkfs.exfat')) return undefined
    const { bytes, nodes, entryOf, placeOf, clusters } = makeExfat(await emptyExfat(), {
      ...NAMES,
      side: { isContiguous: true, names: NAMES },
    })
    const entries = [...nodes.values()].map((at) => place(at, 128))
    const root = clusters.get('')?.[0] ?? 0
    const own = [place(64, 56), place(placeOf(root), 96), place(entryOf(root), 200)]
    return { bytes: bytes.slice(0, placeOf(200)), places: [...own, ...entries] }
  },
}

describe.each([fat(12), fat(16), fat(32), exfat])('$name', ({ make }) => {
  test('with random changes', { timeout: 36_000_000 }, async (context) => {
    const made = await make()
    if (made === undefined) return context.skip()
    await fc.assert(
      fc.asyncProperty(damagedFiles(made.bytes, made.places, 5), async (volume) => {
        const source = counting(volume)
        const fileSystem = await findFileSystem(volume, { offset: 0, length: volume.size })
        if (fileSystem === undefined) return
        const files = await openFiles(source, fileSystem)
        if (!files.ok) return
        const started = performance.now()
        await readTree(source, files, BOUNDS)
        let walked = 0
        for await (const { entries } of walkFiles(files)) {
          walked += entries.length
          if (walked > WALKED) break
        }
        for await (const batch of files.footprints()) {
          for (const { record, content: places, structure } of batch) {
            for (const { offset, length } of [record, ...places, ...structure]) {
              if (length <= 0) expect(length).toBeGreaterThan(0)
              if (offset + length > volume.size) {
                expect(offset + length).toBeLessThanOrEqual(volume.size)
              }
            }
          }
        }
        const longest = source.reads.reduce((most, { length }) => Math.max(most, length), 0)
        expect(longest).toBeLessThanOrEqual(MIB)
        expect(performance.now() - started).toBeLessThan(LIMIT)
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
  })
})
