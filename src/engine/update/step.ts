/**
 * An update of a file as data: writes, extensions and barriers in order. The three ways to carry it
 * out (preview, copy, apply) read the same list, and so they agree (docs/decisions/0003).
 */
import type { ByteRange } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'

/** What a write puts into the file, in full. */
export type PlainContent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'zeros'; readonly length: number }

/** What a write puts into the file. */
export type Content =
  | PlainContent
  /**
   * A 4 KiB sector of which the log holds bytes 8 to 4091: `at` is the data sector's offset in the
   * same file, the 12 other bytes come from its descriptor (§2.3.1.3). Restored when it is read, so
   * that a plan for a large log needs no memory for its data.
   */
  | {
      readonly kind: 'sector'
      readonly at: number
      readonly leadingBytes: bigint
      readonly trailingBytes: number
    }

/** Why a step is there. `entry` is an entry's position in the log. */
export type Cause =
  | { readonly kind: 'header'; readonly copy: 1 | 2 }
  /** Of an edit that is not journalled yet, only looked at. */
  | { readonly kind: 'edit' }
  /** A way of salvage asks for it, which nothing in the file does. */
  | { readonly kind: 'salvage' }
  /** Puts the entry itself into the log. */
  | { readonly kind: 'log'; readonly entry: number }
  | { readonly kind: 'descriptor'; readonly entry: number; readonly index: number }
  | { readonly kind: 'last-file-offset'; readonly entry: number }

export interface WriteStep {
  readonly kind: 'write'
  readonly offset: number
  readonly content: Content
  readonly cause: Cause
}

/** The file becomes at least `size` bytes long; it never shrinks. */
export interface ExtendStep {
  readonly kind: 'extend'
  readonly size: number
  readonly cause: Cause
}

/** Everything before is stable before anything behind is written. */
export interface FlushStep {
  readonly kind: 'flush'
}

export type Step = WriteStep | ExtendStep | FlushStep

/** Which bytes of the file a write covers. */
export function writeRange({ offset, content }: WriteStep): ByteRange {
  switch (content.kind) {
    case 'bytes':
      return { offset, length: content.bytes.length }
    case 'zeros':
      return { offset, length: content.length }
    case 'sector':
      return { offset, length: 4096 }
  }
}

/** The size of a file of `size` bytes after the steps, which never shrink it. */
export function sizeAfter(size: number, steps: readonly Step[]): number {
  let after = size
  for (const step of steps) {
    if (step.kind === 'extend') after = Math.max(after, step.size)
    if (step.kind === 'write') {
      const range = writeRange(step)
      if (range.length > 0) after = Math.max(after, endOf(range))
    }
  }
  return after
}
