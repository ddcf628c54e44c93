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
  /** Size and runs are as before. Both where the replay changes nothing but headers. */
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
  if (levels === undefined) return undefined
  const runs = await compareRuns(file, patch, run)
  const isOld = runs.isOld && file.size === sizeBefore
  const isNew = runs.isNew && file.size === sizeAfter
  const state = { ...levels, isOld, isNew }
  return runs.isMix && isPossible(state) ? state : undefined
}

/** The barriers of the replay's order: the data changes only while both headers are opened. */
function isPossible({ first, second, isOld, isNew }: PatchState): boolean {
  if (first === 2 && second === 2) return true
  if (second < 2) return isOld && (second === 0 ? first <= 2 : first === 2)
  return isNew && (second === 2 ? first >= 2 : first === 4)
}

/**
 * Which half of its way a header is on that a crash has cut is said by the other one, which is whole then:
 * its bytes may be those of both.
 */
async function headerLevels(
  file: ByteSource,
  { first, second }: HeaderPair,
): Promise<Pick<PatchState, 'first' | 'second'> | undefined> {
  const [one, two] = [
    await file.read(first.offset, HEADER_SIZE),
    await file.read(second.offset, HEADER_SIZE),
  ]
  const levels: { first: HeaderLevel | undefined; second: HeaderLevel | undefined } = {
    first: wholeLevel(one, first),
    second: wholeLevel(two, second),
  }
  if (levels.first === undefined) {
    if (levels.second === 0) levels.first = levelBetween(one, first.original, first.opened, 1)
    if (levels.second === 2) levels.first = levelBetween(one, first.opened, first.closed, 3)
  } else if (levels.second === undefined) {
    if (levels.first === 2) levels.second = levelBetween(two, second.original, second.opened, 1)
    if (levels.first === 4) levels.second = levelBetween(two, second.opened, second.closed, 3)
  }
  const { first: level, second: other } = levels
  return level === undefined || other === undefined ? undefined : { first: level, second: other }
}

function wholeLevel(
  bytes: Uint8Array,
  { original, opened, closed }: HeaderStates,
): HeaderLevel | undefined {
  if (isSame(bytes, original)) return 0
  if (isSame(bytes, opened)) return 2
  return isSame(bytes, closed) ? 4 : undefined
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.every((byte, i) => byte === b[i])

/** `level` where each byte is that of `a` or of `b`. */
const levelBetween = (
  bytes: Uint8Array,
  a: Uint8Array,
  b: Uint8Array,
  level: HeaderLevel,
): HeaderLevel | undefined =>
  bytes.every((byte, i) => byte === a[i] || byte === b[i]) ? level : undefined

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
