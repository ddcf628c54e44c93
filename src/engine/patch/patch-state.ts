/** How far a patch has been applied to a file, or taken back; or that it is another file. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { endOf, totalLength } from '../bytes/ranges.ts'
import { HEADER_SIZE, MIB } from '../format/layout.ts'
import type { PlainContent } from '../update/step.ts'
import type { HeaderPair, HeaderStates } from './header-states.ts'
import type { Patch, PatchRun } from './patch.ts'

/**
 * Of a header: 0 original, 2 opened, 4 closed. Odd in between, where each byte is that of the one or of the
 * other state: a write that a crash has cut.
 */
export type HeaderLevel = 0 | 1 | 2 | 3 | 4

export interface PatchState {
  readonly first: HeaderLevel
  readonly second: HeaderLevel
  /** Size and runs are as before. Both where nothing but headers changes. */
  readonly isOld: boolean
  /** Size and runs are as after. */
  readonly isNew: boolean
}

export const isUntouched = ({ first, second, isOld }: PatchState): boolean =>
  first === 0 && second === 0 && isOld

export const isApplied = ({ first, second, isNew }: PatchState): boolean =>
  first === 4 && second === 4 && isNew

/**
 * `undefined` where the file is in no state that applying the patch or taking it back can leave, cut at
 * any moment: then nothing may be written. Every byte of the patch is compared. Progress is in bytes.
 */
export async function patchState(
  file: ByteSource,
  patch: Patch,
  run?: Run,
): Promise<PatchState | undefined> {
  const { headers, sizeBefore, sizeAfter } = patch
  if (file.size !== sizeBefore && file.size !== sizeAfter) return undefined
  const levels = await headerLevels(file, headers)
  const runs = await compareRuns(file, patch, run)
  const data = {
    isOld: runs.isOld && file.size === sizeBefore,
    isNew: runs.isNew && file.size === sizeAfter,
  }
  const pair = runs.isMix
    ? possiblePairs(headers, data).find(
        ({ first, second }) => levels.first.includes(first) && levels.second.includes(second),
      )
    : undefined
  return pair && { ...pair, ...data }
}

type Levels = Pick<PatchState, 'first' | 'second'>

/**
 * The barriers of the order: the data changes only while both headers are opened. Of a header that is the same
 * before and behind, or that a crash has cut, the data and the other header say which of its states it is in.
 */
function possiblePairs(
  { closing }: HeaderPair,
  { isOld, isNew }: Pick<PatchState, 'isOld' | 'isNew'>,
): readonly Levels[] {
  const closed = (one: HeaderLevel, two: HeaderLevel): Levels =>
    closing[0] === 'first' ? { first: one, second: two } : { first: two, second: one }
  return [
    ...(isOld ? BEFORE : []),
    { first: 2, second: 2 },
    ...(isNew ? [closed(3, 2), closed(4, 2), closed(4, 3), closed(4, 4)] : []),
  ]
}

const BEFORE: readonly Levels[] = [
  { first: 0, second: 0 },
  { first: 1, second: 0 },
  { first: 2, second: 0 },
  { first: 2, second: 1 },
]

const headerLevels = async (file: ByteSource, { first, second }: HeaderPair) => ({
  first: levelsOf(await file.read(first.offset, HEADER_SIZE), first),
  second: levelsOf(await file.read(second.offset, HEADER_SIZE), second),
})

/** Where a header can be on its way: in one or two of its states, else between two of them. */
function levelsOf(
  bytes: Uint8Array,
  { original, opened, closed }: HeaderStates,
): readonly HeaderLevel[] {
  const whole = ([0, 2, 4] as const).filter((level) =>
    isSame(bytes, [original, opened, closed][level / 2]),
  )
  if (whole.length > 0) return whole
  return [
    ...(isMix(bytes, original, opened) ? ([1] as const) : []),
    ...(isMix(bytes, opened, closed) ? ([3] as const) : []),
  ]
}

const isSame = (a: Uint8Array, b: Uint8Array | undefined): boolean =>
  a.every((byte, i) => byte === b?.[i])

/** Whether each byte is that of `a` or of `b`. */
const isMix = (bytes: Uint8Array, a: Uint8Array, b: Uint8Array): boolean =>
  bytes.every((byte, i) => byte === a[i] || byte === b[i])

interface Compared {
  readonly isOld: boolean
  readonly isNew: boolean
  /** Each byte is old or new. */
  readonly isMix: boolean
}

async function compareRuns(
  file: ByteSource,
  { runs, sizeBefore }: Patch,
  run?: Run,
): Promise<Compared> {
  const total = totalLength(runs)
  let [isOld, isNew, done] = [true, true, 0]
  for (const part of runs) {
    if (part.before === undefined && file.size === sizeBefore) {
      isNew = false
      continue
    }
    for (let at = part.offset; at < endOf(part); at += MIB) {
      run?.signal?.throwIfAborted()
      const bytes = await file.read(at, Math.min(MIB, endOf(part) - at))
      const found = compare(bytes, part, at - part.offset)
      if (!found.isMix) return found
      isOld &&= found.isOld
      isNew &&= found.isNew
      done += bytes.length
      run?.onProgress?.(done, total)
    }
  }
  return { isOld, isNew, isMix: true }
}

/** What has never been written behind the old end is zero. */
function compare(bytes: Uint8Array, { before, after }: PatchRun, from: number): Compared {
  let [isOld, isNew] = [true, true]
  for (let i = 0; i < bytes.length; i++) {
    const isOldByte = bytes[i] === byteAt(before, from + i)
    const isNewByte = bytes[i] === byteAt(after, from + i)
    if (!isOldByte && !isNewByte) return { isOld: false, isNew: false, isMix: false }
    isOld &&= isOldByte
    isNew &&= isNewByte
  }
  return { isOld, isNew, isMix: true }
}

const byteAt = (content: PlainContent | undefined, at: number): number | undefined =>
  content?.kind === 'bytes' ? content.bytes[at] : 0
