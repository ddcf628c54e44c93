import { expect, test } from 'vitest'
import { MemoryFile } from '../../engine/bytes/memory-file.ts'
import type { SampleId } from '../../engine/compose/sample-id.ts'
import { buildSample } from '../../engine/compose/samples.ts'
import { carryOut } from '../../engine/patch/carry-out.ts'
import { decodePatch } from '../../engine/patch/decode-patch.ts'
import { patchState } from '../../engine/patch/patch-state.ts'
import { quietRun, sessionCalls } from '../../testing/worker-calls.ts'
import type { CallError } from '../client.ts'

const run = quietRun()

test.each<SampleId>(['dirty', 'wrapped', 'full', 'differencing'])(
  'the patch of the sample "%s", applied to it, gives the copy that is saved',
  async (sample) => {
    const session = sessionCalls()
    await session.recipe.openSample({ sample }, run)
    const size = await session.patch.size({}, run)
    const { patch: blob, scripts } = await session.patch.make({}, run)
    expect(blob.size).toBe(size)
    const copy = new Uint8Array(await (await session.save.blob({}, run)).arrayBuffer())
    const { source } = buildSample(sample)
    const file = new MemoryFile(await source.read(0, source.size))
    const patch = await decodePatch(new Uint8Array(await blob.arrayBuffer()))
    const state = await patchState(file, patch)
    if (!state) throw new Error('the patch is of another image')
    await carryOut(file, patch, { state, way: 'apply' })
    expect(Buffer.compare(await file.read(0, file.size), copy)).toBe(0)
    expect(await scripts?.sh.text()).toMatch(/^#!\/bin\/sh\n/)
    expect(await scripts?.powershell.text()).toContain('[switch] $Undo')
  },
)

test('a file without a log to be replayed has none', async () => {
  const session = sessionCalls()
  await session.recipe.openSample({ sample: 'clean' }, run)
  const error = await session.patch.make({}, run).catch((thrown: CallError) => thrown.info.code)
  expect(error).toBe('cannot-replay')
  const none = await session.patch.size({}, run).catch((thrown: CallError) => thrown.info.code)
  expect(none).toBe('cannot-replay')
})
