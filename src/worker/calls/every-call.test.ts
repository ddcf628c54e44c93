/**
 * Every call of the page, about any file: it answers or says why not, soon, and what it says of a
 * replay is what a replay does.
 */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { MemoryFile } from '../../engine/bytes/memory-file.ts'
import { FIRST_LOGGABLE_OFFSET, MIB } from '../../engine/format/layout.ts'
import type { Inspection } from '../../engine/inspect/inspection.ts'
import type { Edit } from '../../engine/journal/edit.ts'
import { IMAGE_FORMATS } from '../../engine/new-image/format-words.ts'
import { carryOut } from '../../engine/patch/carry-out.ts'
import { decodePatch } from '../../engine/patch/decode-patch.ts'
import { patchState } from '../../engine/patch/patch-state.ts'
import { edits, recipes } from '../../testing/any-change.ts'
import { GUEST_CALLS } from '../../testing/any-guest.ts'
import { PLACE_CALLS } from '../../testing/any-place.ts'
import { SEARCH_CALLS } from '../../testing/any-search.ts'
import { damagedImages } from '../../testing/damaged-images.ts'
import { FakeDisk } from '../../testing/fake-disk.ts'
import { fakeFileHandle } from '../../testing/fake-file-handle.ts'
import { quietRun, type SessionCalls, sessionCalls } from '../../testing/worker-calls.ts'
import { CallError } from '../client.ts'
import { type ErrorCode, SUBJECTS } from '../protocol/protocol.ts'

const { FUZZ_SECONDS = '6' } = process.env
const BUDGET = Number(FUZZ_SECONDS) * 1000
/** Milliseconds that one call may take on a machine that is busy with other tests. */
const LIMIT = 3_000
/** A copy that is larger is not made: a log may ask for petabytes of zeros. */
const MOST_COPIED = 64 * MIB
vi.setConfig({ testTimeout: 10 * BUDGET })

const images = await damagedImages()
const run = quietRun()
const MADE = { name: 'damaged.vhdx', made: '2026-01-01T00:00:00Z', notes: '<b>|`\u001b[31m' }
const KEPT = 'kept.vhdx'

/** Why a call may refuse a damaged file. Anything else is a fault of ours. */
const REFUSALS: readonly ErrorCode[] = [
  'cannot-replay',
  'cannot-salvage',
  'no-skeleton',
  'cannot-edit',
  'bad-recipe',
]

interface Asked {
  readonly calls: SessionCalls
  readonly input: Blob
  /** Another damaged file. */
  readonly other: Blob
  readonly edits: readonly Edit[]
  readonly recipe: unknown
  readonly inspection: Inspection
}

/** The beginning of the disk, if there is one that can be read. */
const window = ({ inspection: { before } }: Asked) => ({
  state: 'before' as const,
  offset: 0,
  length: before.bat ? Math.min(MIB, before.geometry?.virtualDiskSize ?? 0) : 0,
})
const isSmall = ({ inspection: { update, size } }: Asked): boolean =>
  Math.max(size, update?.sizeAfter ?? 0) <= MOST_COPIED

/** In this order: the last ones change what is open. */
const CALLS: Readonly<Record<string, (asked: Asked) => Promise<unknown>>> = {
  'file.open': ({ calls, input }) => calls.file.open({ input }, run),
  'file.additions': ({ calls }) => calls.file.additions({ blocks: 'all' }, run),
  'file.verdict': async ({ calls }) => {
    const { condition, diagnoses } = await calls.file.verdict({}, run)
    if (diagnoses.length > 0) expect(condition).not.toBe('sound')
  },
  'file.bytesRead': ({ calls }) => calls.file.bytesRead({}, run),
  'file.check': async ({ calls }) =>
    expect(await calls.file.check({}, run)).toEqual({ changed: false }),
  'blocks.export': async ({ calls, inspection }) => {
    if ((inspection.before.bat?.length ?? 0) > MIB) return
    const blob = await calls.blocks.export({ state: 'after', format: 'json' }, run)
    JSON.parse(await blob.text())
  },
  'space.account': async (asked) => {
    for (const look of isSmall(asked) ? [false, true] : [false]) {
      const account = await asked.calls.space.account({ state: 'after', look }, run)
      const sizes = Object.values(account?.bytes ?? {})
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(account?.size ?? 0)
    }
  },
  'disk.volumes': ({ calls }) => calls.disk.volumes({}, run),
  'affected.list': async ({ calls }) => {
    const found = await calls.affected.list({ most: 3 }, run)
    if (!found?.ok) return
    for (const { files } of found.volumes) expect(files.length).toBeLessThanOrEqual(3)
  },
  'disk.blob': async (asked) => {
    for (const format of IMAGE_FORMATS) {
      await asked.calls.disk.blob({ ...window(asked), format }, run).catch(onlyMissing)
    }
  },
  'disk.free': (asked) => asked.calls.disk.free(window(asked), run),
  'disk.save': (asked) =>
    asked.calls.disk.save({ ...window(asked), target: fakeFileHandle() }, run).catch(onlyMissing),
  ...GUEST_CALLS,
  ...SEARCH_CALLS,
  'chain.findChild': ({ calls, input, other }) =>
    calls.chain.findChild(
      {
        files: [
          { name: 'a', input },
          { name: 'b', input: other },
        ],
      },
      run,
    ),
  'chain.setParents': ({ calls, other }) =>
    calls.chain.setParents({ name: MADE.name, files: [{ name: 'b', input: other }] }, run),
  'chain.relink': ({ calls }) => calls.chain.relink({}, run),
  'save.compare': async ({ calls, input, other }) => {
    const { kind } = await calls.save.compare({ expected: input, found: other }, run)
    expect(['same', 'differs', 'other-size']).toContain(kind)
  },
  'hash.evidence': ({ calls }) => calls.hash.evidence({}, run),
  'hash.blob': ({ calls, input }) => calls.hash.blob({ blob: input, algorithm: 'blake3' }, run),
  'qemu.read': ({ calls }) => calls.qemu.read({}, run),
  'repair.export': async ({ calls }) => {
    for (const format of ['raw', 'csv', 'json'] as const) {
      await calls.repair.export({ format }, run).catch(onlyRefusal)
    }
  },
  'report.document': ({ calls }) => calls.report.document(MADE, run),
  'report.file': async ({ calls }) => {
    for (const format of ['json', 'markdown', 'html'] as const) {
      const text = new TextDecoder().decode(await calls.report.file({ ...MADE, format }, run))
      if (format === 'json') JSON.parse(text)
      else for (const raw of ['<b>', '\u001b']) expect(text).not.toContain(raw)
    }
  },
  'skeleton.contents': async ({ calls }) => {
    const asked = { name: MADE.name, blankPaths: false }
    const { kept, payload, rest, size } = await calls.skeleton.contents(asked, run)
    expect(kept + payload + rest).toBe(size)
  },
  'skeleton.make': async ({ calls, inspection: { size } }) => {
    if (size > MOST_COPIED) return
    await calls.skeleton.make({ name: MADE.name, blankPaths: true }, run)
  },
  'patch.size': ({ calls }) => calls.patch.size({}, run),
  'save.copy': async (asked) =>
    isSmall(asked) && asked.calls.save.copy({ target: fakeFileHandle(), hash: 'sha256' }, run),
  'save.blob': ({ calls }) => calls.save.blob({}, run),
  'patch.make': async (asked) => isSmall(asked) && isReplay(asked),
  'hash.file': async (asked) => isSmall(asked) && areHashesOfCopies(asked),
  'salvage.list': ({ calls }) => calls.salvage.list({}, run),
  'salvage.propose': async ({ calls }) => {
    const values = { 'disk-size': '64TiB', kind: 'differencing', 'parent-path': 'a' }
    const { refusal } = await calls.salvage.propose({ ways: REBUILDING, values }, run)
    if (refusal) expect(refusal.why).toMatch(/\.$/)
  },
  'salvage.choose': async (asked) => isSmall(asked) && isSalvaged(asked),
  'salvage.drop': async ({ calls, inspection }) =>
    expect((await calls.salvage.drop({}, run)).update).toEqual(inspection.update),
  'workbench.keep': ({ calls, input }) => calls.workbench.keep({ input, name: KEPT }, run),
  'workbench.keepOpen': ({ calls }) => calls.workbench.keepOpen({ name: 'open.vhdx' }, run),
  'workbench.list': async ({ calls }) =>
    expect(await calls.workbench.list({}, run)).toHaveLength(2),
  'workbench.remove': ({ calls }) => calls.workbench.remove({ name: 'open.vhdx' }, run),
  'workbench.open': ({ calls }) => calls.workbench.open({ name: KEPT }, run),
  'workbench.export': ({ calls }) => calls.workbench.export({ target: fakeFileHandle() }, run),
  'workbench.blob': async ({ calls, input }) =>
    expect((await calls.workbench.blob({}, run)).size).toBe(input.size),
  'edit.preview': ({ calls, edits }) => calls.edit.preview({ edits }, run),
  'edit.read': ({ calls, edits }) => calls.edit.read({ edits, offset: MIB, length: MIB }, run),
  'edit.replay': async (asked) => isSmall(asked) && asked.calls.edit.replay({}, run),
  'edit.commit': async (asked) =>
    isSmall(asked) && asked.calls.edit.commit({ edits: asked.edits, end: 'leave-in-log' }, run),
  'recipe.open': ({ calls, recipe }) => calls.recipe.open({ recipe }, run),
  'recipe.read': ({ calls }) => calls.recipe.read({}, run),
  'recipe.openSample': ({ calls }) => calls.recipe.openSample({ sample: 'dirty' }, run),
}

function onlyRefusal(error: unknown): void {
  if (error instanceof CallError && REFUSALS.includes(error.info.code)) return
  throw error
}

/** A disk without its parent is not exported, nor one that is none, and not every part of one can be an image. */
const onlyMissing = (error: unknown): void =>
  expect(String(error)).toMatch(
    /may be in a parent that is not open|no disk that can be read|A virtual disk has whole sectors|A VHD of nothing/,
  )

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer())

/** Of `a` and `b` at `offset`, where a file that has ended has zeros. */
function countDiffering(a: Uint8Array, b: Uint8Array, offset: number, length: number): number {
  let count = 0
  for (let at = offset; at < offset + length; at++) if ((a[at] ?? 0) !== (b[at] ?? 0)) count++
  return count
}

/** The patch does what the copy shows and the changes tell, and takes it back. */
async function isReplay({ calls, input, inspection: { update } }: Asked): Promise<void> {
  const files = await calls.patch.make({}, run)
  const copy = await bytesOf(await calls.save.blob({}, run))
  const original = await bytesOf(input)
  const patch = await decodePatch(await bytesOf(files.patch))
  const file = new MemoryFile(original.slice())
  for (const [way, expected] of [
    ['apply', copy],
    ['undo', original],
  ] as const) {
    const state = await patchState(file, patch)
    if (!state) throw new Error('the patch is of another file')
    await carryOut(file, patch, { state, way })
    expect(Buffer.compare(await file.read(0, file.size), expected)).toBe(0)
  }
  let told = 0
  for (const { offset, length, changedBytes, compared } of update?.changes ?? []) {
    const differing = countDiffering(original, copy, offset, length)
    told += differing
    if (compared) expect(changedBytes).toBe(differing)
  }
  // Nothing else is another, but for the headers.
  const from = FIRST_LOGGABLE_OFFSET
  expect(countDiffering(original, copy, from, copy.length - from)).toBe(told)
}

const REBUILDING = ['headers-anew', 'identifier', 'region-tables-anew', 'metadata-anew'] as const

/** Each way that is offered can be chosen, with what is proposed for it, and the copy, which the save holds against its promise, is it. */
async function isSalvaged({ calls, inspection }: Asked): Promise<void> {
  const { alone, together } = await calls.salvage.list({}, run)
  for (const { ways, values, sizeAfter, outcome, promised } of [
    ...alone,
    ...(together ? [together] : []),
  ]) {
    if (sizeAfter > MOST_COPIED) continue
    if (values.length > 0) {
      expect(await calls.salvage.propose({ ways }, run)).toEqual({ values, refusal: undefined })
    }
    const viewed = await calls.salvage.choose({ ways }, run)
    expect(viewed.salvage?.promised).toEqual(promised)
    expect(viewed.update).toMatchObject({ kind: 'salvage', sizeAfter })
    expect(viewed.outcome).toBe(inspection.outcome)
    const target = fakeFileHandle()
    await calls.save.copy({ target }, run)
    const again = await sessionCalls().file.open({ input: await target.getFile() }, run)
    expect(again.outcome).toBe(outcome)
  }
}

async function areHashesOfCopies({ calls, input, inspection: { update } }: Asked): Promise<void> {
  const blobs = { before: input, ...(update && { after: await calls.save.blob({}, run) }) }
  for (const [state, blob] of Object.entries(blobs) as ['before' | 'after', Blob][]) {
    const [hash] = await calls.hash.file({ state, algorithms: ['sha256'] }, run)
    const expected = createHash('sha256').update(await bytesOf(blob))
    expect(hash?.hex).toBe(expected.digest('hex'))
  }
}

test('every call that the page can make is asked about damaged files', () => {
  const all = Object.entries(SUBJECTS).flatMap(([subject, calls]) =>
    Object.keys(calls).map((verb) => `${subject}.${verb}`),
  )
  expect([...Object.keys(PLACE_CALLS), ...Object.keys(CALLS)].sort()).toEqual(all.sort())
})

test('any file is answered for by every call, soon, and a replay does what is said of it', async () => {
  const property = fc.asyncProperty(
    images,
    images,
    edits,
    recipes,
    async (make, makeOther, list, recipe) => {
      const [input, other] = await Promise.all(
        [make, makeOther].map(async (one) => {
          const file = await one()
          return new Blob([file.take(0, file.size) as Uint8Array<ArrayBuffer>])
        }),
      )
      if (!input || !other) return
      const calls = sessionCalls(new FakeDisk().openTab())
      const inspection = await calls.file.open({ input }, run)
      const asked = { calls, input, other, edits: list, recipe, inspection }
      for (const [name, call] of Object.entries(CALLS)) {
        const started = performance.now()
        await call(asked).catch(onlyRefusal)
        expect(performance.now() - started, name).toBeLessThan(LIMIT)
      }
    },
  )
  // One by one, so that the last one is not cut off: on a busy machine it may be the first.
  const started = performance.now()
  do await fc.assert(property, { numRuns: 1, endOnFailure: true })
  while (performance.now() - started < BUDGET)
})
