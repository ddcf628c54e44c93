/**
 * A patch: only what a replay, a salvage or another plan changes in its file, with what was there before. Plain
 * data, which can be applied, taken back, written to a small file and to scripts (docs/patch-format.md).
 */
import type { ByteRange } from '../bytes/byte-source.ts'
import type { Guid } from '../bytes/guid.ts'
import { overlaps } from '../bytes/ranges.ts'
import { HEADER_OFFSETS, HEADER_SIZE, KIB, MIB } from '../format/layout.ts'
import type { PlainContent } from '../update/step.ts'
import type { HeaderPair } from './header-states.ts'

/** Bytes are compared by blocks of this size; a block in which nothing changes is not in the patch. */
export const PATCH_BLOCK = 4 * KIB
/** The most old and new bytes that a patch holds; zeros take no room. */
export const MAX_PATCH_DATA = 64 * MIB

/** Bytes that are changed, side by side in the file; before and behind its old end apart. */
export interface PatchRun extends ByteRange {
  /** What is there before; `undefined` behind the end of the file as it was. */
  readonly before: PlainContent | undefined
  readonly after: PlainContent
}

export interface Patch {
  /** 1: of a replay, or of what does the same to headers and log. 2: of any other change. */
  readonly version: 1 | 2
  readonly sizeBefore: number
  /** Never less. What no run says is zero behind the old end. */
  readonly sizeAfter: number
  /** What a replay writes into both headers; in version 2 the name of the patch, in the mark. Not zero. */
  readonly fileWriteGuid: Guid
  readonly headers: HeaderPair
  /** In order of offset and disjoint, none in a header; in version 1 none before 192 KiB nor in the log. */
  readonly runs: readonly PatchRun[]
}

/** Where the second header ends: no shorter file has a patch. */
export const HEADERS_END = HEADER_OFFSETS[1] + HEADER_SIZE

/** Both are written apart from the runs. */
export const HEADER_RANGES: readonly ByteRange[] = HEADER_OFFSETS.map((offset) => ({
  offset,
  length: HEADER_SIZE,
}))

export const isInHeader = (range: ByteRange): boolean =>
  HEADER_RANGES.some((header) => overlaps(range, header))

/** Thrown where there can be no patch; the message is one sentence for the user. */
export class PatchError extends Error {
  override readonly name = 'PatchError'
}

export const lengthOfStored = (content: PlainContent | undefined): number =>
  content?.kind === 'bytes' ? content.bytes.length : 0

/** How many bytes of old and new content the runs hold. */
export const storedLength = (runs: readonly PatchRun[]): number =>
  runs.reduce((sum, { before, after }) => sum + lengthOfStored(before) + lengthOfStored(after), 0)
