/** What the engine says of the space of a volume, held against what holds for any volume. */
import { expect } from 'vitest'
import type { ByteRange, ByteSource } from '../engine/bytes/byte-source.ts'
import { endOf, totalLength } from '../engine/bytes/ranges.ts'
import type { Refused } from '../engine/bytes/refused.ts'
import { readFreeSpace } from '../engine/guest/read-free-space.ts'
import type { FreeSpace } from '../engine/guest/volume-space.ts'
import { findFileSystem } from '../engine/guest/volumes/find-file-system.ts'
import { counting } from './counting-source.ts'

export interface ReadSpace {
  readonly space: FreeSpace | Refused
  /** Bytes, in order, joined. */
  readonly runs: readonly ByteRange[]
  readonly bytesRead: number
  readonly longestRead: number
}

/** `undefined` where no file system is recognised. */
export async function freeSpaceOf(volume: ByteSource): Promise<ReadSpace | undefined> {
  const fileSystem = await findFileSystem(volume, { offset: 0, length: volume.size })
  if (fileSystem === undefined) return undefined
  const source = counting(volume)
  const runs: ByteRange[] = []
  const space = await readFreeSpace(source, fileSystem, (run) => runs.push(run))
  let end = -1
  const odd = runs.filter((run) => {
    const isOdd = run.offset <= end || run.length <= 0
    end = endOf(run)
    return isOdd
  })
  expect(odd).toEqual([])
  if (space.ok) {
    expect(end).toBeLessThanOrEqual(space.size)
    expect(space.size).toBeLessThanOrEqual(volume.size)
    expect(totalLength(runs)).toBe(space.freeBytes)
  }
  const longestRead = Math.max(0, ...source.reads.map(({ length }) => length))
  return { space, runs, bytesRead: source.bytesRead, longestRead }
}

/** As other programs write runs of units: first and last, with these numbers for the first one. */
export const unitsOf = (
  runs: readonly ByteRange[],
  unitSize: number,
  start = 0,
): readonly (readonly [first: number, last: number])[] =>
  runs.map((run) => [(run.offset - start) / unitSize, (endOf(run) - start) / unitSize - 1])
