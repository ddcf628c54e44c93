/**
 * A new file as a Blob of few parts: Firefox holds one of nine or more whole in memory while it downloads it
 * (docs/decisions/0037). What of it is not a long slice of the open file is put together before.
 */
import type { Run } from '../../engine/bytes/byte-source.ts'
import { isZero } from '../../engine/bytes/is-zero.ts'
import { endOf } from '../../engine/bytes/ranges.ts'
import { MIB } from '../../engine/format/layout.ts'
import { SOURCE } from '../errors.ts'
import { readBlob } from '../file/files.ts'
import type { CopyPart } from './copy-parts.ts'

export const MAX_DOWNLOAD_PARTS = 8

/** What is put together may be in memory up to this size. */
export const MAX_IN_MEMORY = 16 * MIB
/** What is read and written at once. */
const PIECE = 8 * MIB

/** A new file for what is put together: `size` bytes, zeros where nothing is written. */
export interface Put {
  write(offset: number, bytes: Uint8Array): Promise<void>
  finish(): Promise<Blob>
}

/** Throws a `CallError` where there is no room for that. */
export type MakePut = (size: number) => Promise<Put>

/** Bytes [offset, offset + length) of the new file; from the open file, or to be put together. */
interface Segment {
  readonly offset: number
  readonly length: number
  readonly from: number | undefined
}

/**
 * The same bytes in at most `MAX_DOWNLOAD_PARTS`, for one Blob. The longest slices of `file` stay what they
 * are; all between them is read, and kept in memory or where `make` says. Throws a `CallError`.
 */
export async function fewParts(
  parts: readonly CopyPart[],
  file: Blob,
  make: MakePut,
  run: Run,
): Promise<readonly Blob[]> {
  const segments = fewSegments(segmentsOf(parts))
  const size = segments.reduce(
    (sum, { from, length }) => sum + (from === undefined ? length : 0),
    0,
  )
  const put = size <= MAX_IN_MEMORY ? inMemory(size) : await make(size)
  let at = 0
  for (const segment of segments) {
    if (segment.from !== undefined) continue
    await copyInto(put, at, segment, { parts, run })
    at += segment.length
  }
  const together = await put.finish()
  at = 0
  return segments.map(({ from, length }) => {
    if (from !== undefined) return file.slice(from, from + length)
    at += length
    return together.slice(at - length, at)
  })
}

function inMemory(size: number): Put {
  const bytes = new Uint8Array(size)
  return {
    write: async (offset, piece) => bytes.set(piece, offset),
    finish: async () => new Blob([bytes]),
  }
}

/** In order and without gaps; neighbours that can be one are one. */
function segmentsOf(parts: readonly CopyPart[]): readonly Segment[] {
  const joined = new Joined()
  for (const part of parts) {
    if (part.kind === 'zeros') joined.add(part.length, undefined)
    else {
      let done = 0
      for (const { at, length, from } of part.own ?? []) {
        joined.add(at - done, undefined)
        joined.add(length, from)
        done = at + length
      }
      joined.add(part.blob.size - done, undefined)
    }
  }
  return joined.segments
}

class Joined {
  readonly segments: Segment[] = []

  add(length: number, from: number | undefined): void {
    if (length === 0) return
    const last = this.segments.at(-1)
    const follows = last && (from === undefined ? last.from === undefined : endOfOwn(last) === from)
    if (follows) this.segments[this.segments.length - 1] = { ...last, length: last.length + length }
    else this.segments.push({ offset: last ? endOf(last) : 0, length, from })
  }
}

const endOfOwn = ({ from, length }: Segment): number | undefined =>
  from === undefined ? undefined : from + length

/** Keeps as many of the longest slices of the open file as there may be. */
function fewSegments(segments: readonly Segment[]): readonly Segment[] {
  const slices = segments.filter(({ from }) => from !== undefined)
  const longest = slices.toSorted((a, b) => b.length - a.length).slice(0, MAX_DOWNLOAD_PARTS)
  for (; ; longest.pop()) {
    const stays = new Set(longest)
    const joined = new Joined()
    for (const segment of segments) {
      joined.add(segment.length, stays.has(segment) ? segment.from : undefined)
    }
    if (joined.segments.length <= MAX_DOWNLOAD_PARTS) return joined.segments
  }
}

/** Reads what `segment` covers of the parts; of zeros nothing is written. */
async function copyInto(
  put: Put,
  to: number,
  segment: Segment,
  { parts, run }: { readonly parts: readonly CopyPart[]; readonly run: Run },
): Promise<void> {
  for (const part of parts) {
    if (part.kind === 'zeros') continue
    const start = Math.max(segment.offset, part.offset)
    const end = Math.min(endOf(segment), part.offset + part.blob.size)
    for (let at = start; at < end; at += PIECE) {
      run.signal?.throwIfAborted()
      const piece = part.blob.slice(at - part.offset, Math.min(at + PIECE, end) - part.offset)
      const bytes = await readBlob(piece, SOURCE, true)
      if (!isZero(bytes)) await put.write(to + at - segment.offset, bytes)
    }
  }
}
