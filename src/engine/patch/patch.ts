/**
 * A patch: only what the replay of a log changes in its file, with what was there before. Plain data,
 * which can be applied, taken back, written to a small file and to scripts (docs/patch-format.md).
 */
import type { ByteRange } from '../bytes/byte-source.ts'
import type { Guid } from '../bytes/guid.ts'
import { KIB, MIB } from '../format/layout.ts'
import type { PlainContent } from '../update/step.ts'
import type { HeaderPair } from './header-states.ts'

/** Bytes are compared by blocks of this size; a block in which nothing changes is not in the patch. */
export const PATCH_BLOCK = 4 * KIB
/** The most old and new bytes that a patch holds; zeros take no room. */
export const MAX_PATCH_DATA = 64 * MIB

/** Bytes that the replay changes, side by side in the file; before and behind its old end apart. */
export interface PatchRun extends ByteRange {
  /** What is there before; `undefined` behind the end of the file as it was. */
  readonly before: PlainContent | undefined
  readonly after: PlainContent
}

export interface Patch {
  readonly sizeBefore: number
  /** Never less. What no run says is zero behind the old end. */
  readonly sizeAfter: number
  /** What the replay writes into both headers. */
  readonly fileWriteGuid: Guid
  readonly headers: HeaderPair
  /** In order of offset and disjoint, none in a header or in the log. */
  readonly runs: readonly PatchRun[]
}

/** Thrown where there can be no patch; the message is one sentence for the user. */
export class PatchError extends Error {
  override readonly name = 'PatchError'
}

export const lengthOfStored = (content: PlainContent | undefined): number =>
  content?.kind === 'bytes' ? content.bytes.length : 0

/** How many bytes of old and new content the runs hold. */
export const storedLength = (runs: readonly PatchRun[]): number =>
  runs.reduce((sum, { before, after }) => sum + lengthOfStored(before) + lengthOfStored(after), 0)
