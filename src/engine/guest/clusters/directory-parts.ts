/** A directory in clusters, read part by part. */
import type { ByteRange, ByteSource, Run } from '../../bytes/byte-source.ts'
import { formatBytes } from '../../bytes/format.ts'
import { takeTurn } from '../../bytes/pace.ts'
import { KIB } from '../../format/layout.ts'
import type { Allocation } from './allocation.ts'
import { ENTRY_SIZE, type EntryReader, type FoundEntry } from './cluster-format.ts'

/** Bytes of one part: the first one is soon there, and many directories have no more. */
const FIRST_PART = 4 * KIB
const PART = 64 * KIB

export interface FoundPart {
  readonly found: readonly FoundEntry[]
  readonly problems: readonly string[]
}

export interface DirectoryTable {
  readonly volume: ByteSource
  readonly allocation: Allocation
  /** Bytes of it; `undefined` where it is as long as its chain. */
  readonly size: number | undefined
  /** Bytes that are read of it at the most. */
  readonly longest: number
  readonly reader: EntryReader
  /** Called with each place before it is read; nothing of the directory is read any more where it says no. */
  readonly mayRead?: (place: ByteRange) => boolean
}

export async function* directoryParts(
  { volume, allocation, size, longest, reader, mayRead }: DirectoryTable,
  run?: Run,
): AsyncGenerator<FoundPart> {
  const end = Math.min(size ?? longest, longest)
  const problems: string[] = []
  let found: FoundEntry[] = []
  let [taken, total] = [0, 0]
  let part = FIRST_PART
  let isRefused = false
  const take = (isLast: boolean): FoundPart => {
    const told = [...problems.splice(0), ...reader.takeProblems(isLast)]
    const entries = found
    found = []
    taken = 0
    return { found: entries, problems: told }
  }
  reading: for await (const places of allocation.places(0, end)) {
    for (const { offset, length } of places) {
      for (let done = 0; done < length; ) {
        const piece = Math.min(length - done, part - taken)
        const at = offset + done
        isRefused = mayRead?.({ offset: at, length: piece }) === false
        if (isRefused) break reading
        const inside = Math.max(0, Math.min(piece, volume.size - at))
        const whole = inside - (inside % ENTRY_SIZE)
        if (inside < piece) problems.push('It goes on behind the end of the volume.')
        if (whole > 0) found.push(...reader.read(await volume.read(at, whole), at))
        if (reader.isOver || inside < piece) break reading
        done += piece
        taken += piece
        total += piece
        if (taken < part) continue
        yield take(false)
        await takeTurn(run)
        part = PART
      }
    }
  }
  if (isRefused) problems.push('It goes on in clusters that are another directory’s.')
  else if (!reader.isOver && problems.length === 0) {
    if (allocation.fault !== undefined) problems.push(allocation.fault)
    else if (total >= longest && (size ?? (await allocation.length(longest))) > longest) {
      problems.push(
        `What of it is behind ${formatBytes(longest)} is not read: no directory is longer.`,
      )
    } else if (size !== undefined && total < size) problems.push('Its clusters end before it does.')
  }
  const last = take(true)
  if (last.found.length > 0 || last.problems.length > 0) yield last
}
