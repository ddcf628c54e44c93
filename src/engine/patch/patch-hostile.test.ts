/** Patches that somebody has made to do harm: each is refused before the first write, or carried out whole. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { imageWithLog } from '../../testing/image-with-log.ts'
import { bytesIn, isSame, type Patched, patchOf } from '../../testing/patches.ts'
import { dirtyLogs } from '../../testing/random-log.ts'
import { SMALL_IDS } from '../../testing/small-image.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { sealChecksum } from '../format/checksum.ts'
import { HEADER_OFFSETS, HEADER_SIZE, KIB, MAX_FILE_SIZE, MIB } from '../format/layout.ts'
import { preview } from '../update/preview.ts'
import { type Step, sizeAfter } from '../update/step.ts'
import { carryOut, type PatchWay } from './carry-out.ts'
import { decodePatch } from './decode-patch.ts'
import { encodePatch } from './encode-patch.ts'
import { makePlanPatch } from './make-patch.ts'
import { type Patch, PatchError } from './patch.ts'
import { HEADERS_AT, patchHeader, patchRun, runsAt } from './patch-format.ts'
import { isApplied, isUntouched, patchState } from './patch-state.ts'

/** A file on a disk as large as they come, and no larger; what is in it lies in the first MiBs. */
class Disk extends MemoryFile {
  override async resize(size: number): Promise<void> {
    if (size > MAX_FILE_SIZE) throw new Error('the file would be larger than is allowed there')
    await super.resize(size)
  }
}

const numbers = fc.oneof(
  fc.constantFrom(0n, 1n, 2n ** 48n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 64n - 1n),
  fc.bigInt(0n, 2n ** 11n).map((sectors) => sectors * 4096n),
  fc.bigInt(2n ** 48n, 2n ** 64n - 1n),
)

const firstRun = (file: Uint8Array): number =>
  runsAt(patchHeader.decode(file).version === 2 ? 2 : 1)

/** Changes the file of a patch, whatever is in it. */
type Change = (file: Uint8Array) => void

const aSize: fc.Arbitrary<Change> = fc
  .tuple(fc.constantFrom('sizeBefore', 'sizeAfter', 'dataLength'), numbers)
  .map(([field, value]) => (file) => {
    file.set(patchHeader.encode({ ...patchHeader.decode(file), [field]: value }))
  })
const aCount: fc.Arbitrary<Change> = fc.nat(2 ** 32 - 1).map((runCount) => (file) => {
  file.set(patchHeader.encode({ ...patchHeader.decode(file), runCount }))
})
const aRun: fc.Arbitrary<Change> = fc
  .tuple(fc.nat(20), fc.constantFrom('offset', 'length', 'before', 'after'), numbers, fc.nat(3))
  .map(([index, field, number, kind]) => (file) => {
    const { runCount } = patchHeader.decode(file)
    const at = firstRun(file) + (index % Math.max(1, Math.min(runCount, 20))) * patchRun.size
    if (at + patchRun.size > file.length) return
    const value = field === 'offset' || field === 'length' ? number : kind
    file.set(patchRun.encode({ ...patchRun.decode(file, at), [field]: value }), at)
  })
const twoLengths: fc.Arbitrary<Change> = fc
  .tuple(fc.nat(20), fc.nat(20), fc.bigInt(-2n, 2n))
  .map(([one, two, sectors]) => (file) => {
    const count = Math.max(1, Math.min(patchHeader.decode(file).runCount, 20))
    for (const [index, sign] of [
      [one, 1n],
      [two, -1n],
    ] as const) {
      const at = firstRun(file) + (index % count) * patchRun.size
      if (at + patchRun.size > file.length) return
      const run = patchRun.decode(file, at)
      const length = BigInt.asUintN(64, run.length + sign * sectors * 4096n)
      file.set(patchRun.encode({ ...run, length }), at)
    }
  })
const aVersion: fc.Arbitrary<Change> = fc.nat(3).map((version) => (file) => {
  file.set(patchHeader.encode({ ...patchHeader.decode(file), version }))
})
const aHeaderByte: fc.Arbitrary<Change> = fc.tuple(fc.nat(4 * HEADER_SIZE - 1), fc.nat(255)).map(
  ([at, value]) =>
    (file) =>
      void file.fill(value, HEADERS_AT + at, HEADERS_AT + at + 1),
)
const newBytes: fc.Arbitrary<Change> = fc
  .tuple(fc.nat(16), fc.nat(255))
  .map(([sectors, value]) => (file) => {
    // The last bytes are those that are written behind the old end, which nothing is compared with.
    file.fill(value, Math.max(firstRun(file), file.length - sectors * 4 * KIB))
  })

/** What the patch says that the file becomes, of which `now` is what is there. */
function promised(patch: Patch, way: PatchWay, now: Uint8Array): Uint8Array {
  const size = way === 'apply' ? patch.sizeAfter : patch.sizeBefore
  const file = new Uint8Array(size)
  file.set(now.subarray(0, size))
  for (const { offset, before, after } of patch.runs) {
    const content = way === 'apply' ? after : before
    if (content?.kind === 'bytes') file.set(content.bytes, offset)
    if (content?.kind === 'zeros') file.fill(0, offset, offset + content.length)
  }
  for (const header of [patch.headers.first, patch.headers.second]) {
    file.set(way === 'apply' ? header.closed : header.original, header.offset)
  }
  return file
}

/** Every third is of version 2: of a plan that writes where no replay does. */
async function patchedBy(turn: number, content: Uint8Array): Promise<Patched> {
  if (turn % 3 !== 0) return patchOf(content)
  const write = (offset: number, bytes: Uint8Array): Step => ({
    kind: 'write',
    offset,
    content: { kind: 'bytes', bytes },
    cause: { kind: 'salvage' },
  })
  const steps = [
    write(0, new Uint8Array(8).fill(turn + 1)),
    write(
      HEADER_OFFSETS[turn % 2 === 0 ? 0 : 1],
      content.slice(HEADER_OFFSETS[0], HEADER_OFFSETS[0] + 4096),
    ),
    write(content.length - 100, new Uint8Array(5000).fill(9)),
  ]
  const source = new MemoryFile(content)
  const plan = { steps, sizeAfter: sizeAfter(content.length, steps) }
  const patch = await makePlanPatch(source, plan, SMALL_IDS.fileWriteGuid)
  expect(patch.version).toBe(2)
  return { before: content, after: await bytesIn(preview(source, steps)), patch }
}

test('whatever a patch says, it is refused or carried out whole', async () => {
  const counts = { refused: 0, anotherFile: 0, carriedOut: 0 }
  const patches = await Promise.all(
    fc
      .sample(dirtyLogs, { numRuns: 12, seed: 3 })
      .map(async (log, i) =>
        patchedBy(i, await imageWithLog(log, { size: i % 2 === 0 ? 600 * KIB : MIB })),
      ),
  )
  const changes = fc.array(
    fc.oneof(aSize, aCount, aVersion, aRun, twoLengths, aHeaderByte, newBytes, newBytes),
    { minLength: 1, maxLength: 3 },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.nat(patches.length - 1),
      changes,
      fc.constantFrom<PatchWay>('apply', 'undo'),
      async (index, list, way) => {
        const { before, after, patch: good } = patches[index] ?? (await patchOf(new Uint8Array()))
        const bytes = encodePatch(good)
        for (const change of list) change(bytes)
        const patch = await decodePatch(sealChecksum(bytes)).catch((error: unknown) => {
          expect(error).toBeInstanceOf(PatchError)
          return undefined
        })
        if (patch === undefined) {
          counts.refused++
          return
        }
        const now = way === 'apply' ? before : after
        const file = new Disk(now)
        const state = await patchState(file, patch)
        if (state === undefined) {
          counts.anotherFile++
          return
        }
        await carryOut(file, patch, { state, way })
        expect(isSame(await bytesIn(file), promised(patch, way, now))).toBe(true)
        const then = await patchState(file, patch)
        expect(then && (way === 'apply' ? isApplied(then) : isUntouched(then))).toBe(true)
        counts.carriedOut++
      },
    ),
    { numRuns: 600 },
  )
  expect(counts.refused).toBeGreaterThan(100)
  expect(counts.carriedOut).toBeGreaterThan(50)
})
