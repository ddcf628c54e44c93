/** A patch applied to a file, or taken back, in the order of a replay and with its barriers. */
import type { ByteFile, Run } from '../bytes/byte-source.ts'
import { applyTo } from '../update/apply.ts'
import type { Cause, PlainContent, Step } from '../update/step.ts'
import type { HeaderStates } from './header-states.ts'
import type { Patch } from './patch.ts'
import type { PatchState } from './patch-state.ts'

export type PatchWay = 'apply' | 'undo'

/** For steps, which say why they are there: nobody asks a patch. */
const CAUSE: Cause = { kind: 'edit' }
const BARRIER: Step = { kind: 'flush' }

/**
 * Goes on from `state`, that of the file now (see `patchState`), to the end of the way. Taking back goes
 * through the states of applying in the opposite order: so whenever it is cut, by an abort, an error or a
 * crash, the file is one in the middle of a replay, or with version 2 one that no program opens, and either way
 * can be completed.
 */
export async function carryOut(
  file: ByteFile,
  patch: Patch,
  { state, way }: { readonly state: PatchState; readonly way: PatchWay },
  run?: Run,
): Promise<void> {
  if (way === 'apply') return applyTo(file, stepsToApply(patch, state), run)
  const { headers, sizeBefore } = patch
  await applyTo(
    file,
    [
      ...headers.closing
        .toReversed()
        .flatMap((which) => write(headers[which], 'opened', state[which] > 2)),
      ...(state.isOld ? [] : dataSteps(patch, 'before')),
    ],
    run,
  )
  if (file.size !== sizeBefore) {
    await file.resize(sizeBefore)
    await file.flush()
  }
  // The header that was current comes first: until it is whole the other one counts, then it counts itself.
  await applyTo(file, [
    ...write(headers.second, 'original', state.second > 0),
    ...write(headers.first, 'original', state.first > 0),
  ])
}

/** What is left to be done. */
export function stepsToApply(patch: Patch, state: PatchState): readonly Step[] {
  const { headers, sizeAfter } = patch
  const grow: Step = { kind: 'extend', size: sizeAfter, cause: CAUSE }
  return [
    ...write(headers.first, 'opened', state.first < 2),
    ...write(headers.second, 'opened', state.second < 2),
    // With its size first, a file that a crash has cut is of the one size or the other.
    ...(state.isNew ? [] : [grow, BARRIER, ...dataSteps(patch, 'after')]),
    ...headers.closing.flatMap((which) => write(headers[which], 'closed', state[which] < 4)),
  ]
}

function write(
  header: HeaderStates,
  what: 'original' | 'opened' | 'closed',
  isDue: boolean,
): readonly Step[] {
  return isDue ? [writeStep(header.offset, { kind: 'bytes', bytes: header[what] }), BARRIER] : []
}

function dataSteps({ runs }: Patch, side: 'before' | 'after'): readonly Step[] {
  const writes = runs.flatMap((run) => {
    const content = run[side]
    return content ? [writeStep(run.offset, content)] : []
  })
  return [...writes, BARRIER]
}

const writeStep = (offset: number, content: PlainContent): Step => ({
  kind: 'write',
  offset,
  content,
  cause: CAUSE,
})
