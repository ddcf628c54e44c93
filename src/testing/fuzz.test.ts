/**
 * Valid images, damaged at random and on purpose: the engine never throws, never hangs, never reads
 * more than the file asks for, and says of the log what a literal reading of §2.3.3 says.
 * FUZZ_SECONDS sets how long it tries.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NIL_GUID } from '../engine/bytes/guid.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import { SAMPLE_IDS } from '../engine/compose/sample-id.ts'
import { buildSample } from '../engine/compose/samples.ts'
import { SparseFile } from '../engine/compose/sparse-file.ts'
import { readDisk } from '../engine/disk/disk.ts'
import { KIB, MIB } from '../engine/format/layout.ts'
import { type Inspected, inspect } from '../engine/inspect/inspect.ts'
import { surveyBlocks } from '../engine/inspect/survey.ts'
import { writeRange } from '../engine/update/step.ts'
import { counting } from './counting-source.ts'
import { disk, mark } from './marks.ts'
import { mutationTargets } from './mutation-targets.ts'
import { type Mutation, mutate, mutation } from './mutations.ts'
import { ourReplay, REPLAY_IDS } from './our-replay.ts'
import { referenceScan } from './reference-scan.ts'

const { FUZZ_SECONDS = '6' } = process.env
const BUDGET = Number(FUZZ_SECONDS) * 1000

/** Milliseconds that a case may take on a machine that is busy with other tests. */
const LIMIT = 3_000
/** Before and after, tables and BAT are read apart from each other: every byte a few times, at most. */
const MOST_READ = (size: number): number => 8 * size + MIB

/** Two runs of the same session, so that a changed number or tail can make either of them the active one. */
const rivals = disk({
  log: {
    entries: [
      { sequenceNumber: 10n, updates: [mark('A')] },
      { updates: [mark('B')] },
      { updates: [mark('C')] },
      { position: 160 * KIB, tail: 160 * KIB, sequenceNumber: 11n, updates: [mark('D')] },
      { tail: 160 * KIB },
    ],
  },
})

const spare = { at: 2 * MIB + 512 * KIB, length: 512 * KIB }
const behindEntries = { at: 3 * MIB + 4 * KIB, length: MIB - 4 * KIB }

/** Whatever is cut off its end, its log writes there: zeros over what is none, and data. */
const cuttable = disk({
  patches: [spare, behindEntries].map(({ at, length }) => ({
    at,
    bytes: new Uint8Array(length).fill(0xee),
  })),
  log: {
    entries: [
      {
        updates: [
          ...[spare, behindEntries].map(({ at, length }) => ({
            kind: 'zero' as const,
            fileOffset: BigInt(at),
            length: BigInt(length),
          })),
          { kind: 'bat', changes: { 3: { state: 'zero' } } },
          mark('C'),
        ],
        flushedFileOffset: 0n,
      },
    ],
  },
})

const bases = await Promise.all(
  [...SAMPLE_IDS.map((id) => buildSample(id).source), buildImage(rivals), buildImage(cuttable)].map(
    async (image) => ({
      image,
      targets: await mutationTargets(image),
    }),
  ),
)

async function damaged(base: number, mutations: readonly Mutation[]): Promise<SparseFile> {
  const { image, targets } = bases[base % bases.length] ?? { image: new SparseFile(), targets: [] }
  const file = image.clone()
  for (const each of mutations) await mutate(file, targets, each)
  return file
}

/** The whole answer, and something of all that can be asked for afterwards. */
async function examine(file: SparseFile): Promise<Inspected> {
  const source = counting(file)
  const started = performance.now()
  const inspected = await surveyBlocks(await inspect(source, REPLAY_IDS))
  for (const image of [inspected.before, inspected.update?.after]) {
    const disk = image?.bat?.geometry.virtualDiskSize ?? 0
    if (image) await readDisk(image, 0, Math.min(disk, 64 * KIB))
    if (image) await image.source.read(0, Math.min(image.source.size, 64 * KIB))
  }
  expect(performance.now() - started).toBeLessThan(LIMIT)
  expect(source.bytesRead).toBeLessThan(MOST_READ(file.size))
  return inspected
}

/** What §2.3.3, taken to the letter, says about the log. */
function expectActiveAsInReference(file: SparseFile, { inspection }: Inspected): void {
  const { log, headers, outcome } = inspection
  const guid = headers.current?.values?.logGuid
  if (!log || guid === undefined || guid === NIL_GUID) {
    expect(log?.active).toBeUndefined()
    return
  }
  const reference = referenceScan(file.take(log.region.offset, log.region.length), guid)
  expect(log.active?.positions ?? []).toEqual(reference.map(({ position }) => position))
  if (reference.length === 0) expect(outcome).not.toBe('replayable')
}

/** A replayed file is a clean one. Runs of zeros that would fill this machine's memory are left alone. */
async function expectCleanAfterReplay(file: SparseFile, { update }: Inspected): Promise<void> {
  const writes = update?.plan.writes ?? []
  const bytes = writes.reduce((sum, step) => sum + writeRange(step).length, 0)
  if (!update || bytes > 64 * MIB) return
  const replayed = (await ourReplay(file)).file
  expect(replayed.size).toBe(update.plan.sizeAfter)
  expect((await ourReplay(replayed)).outcome).toBe('clean')
}

test(
  'damaged images are answered, soon, with few reads, and as the specification says',
  async () => {
    const mutations = fc.array(mutation, { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(fc.nat(), mutations, async (base, list) => {
        const file = await damaged(base, list)
        const inspected = await examine(file)
        expectActiveAsInReference(file, inspected)
        await expectCleanAfterReplay(file, inspected)
      }),
      { numRuns: 10_000_000, interruptAfterTimeLimit: BUDGET, endOnFailure: BUDGET < 60_000 },
    )
  },
  2 * BUDGET + 60_000,
)
