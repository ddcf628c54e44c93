/** What the valid entries of all sessions wrote, in the order of time as far as that is known. */

import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { cached } from '../bytes/cached-source.ts'
import { Pace } from '../bytes/pace.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import { restoreSector, type SectorEdges } from '../format/log-entry.ts'
import { descriptorTarget } from '../log/descriptor-target.ts'
import { descriptorBatches, READ_AHEAD } from '../log/descriptors.ts'
import type { LogDescriptor, LogEntry } from '../log/log.ts'
import type { LogHistory } from './history.ts'

/** The most writes that are looked at: a GiB of data sectors, as in a replay. */
export const MAX_WRITTEN = 2 ** 18

/** Zero runs of more are no contents of single sectors, but places of their own. */
const MAX_RUN = 4 * LOG_SECTOR_SIZE

export interface Written {
  /** Its place in the history's list. */
  readonly session: number
  readonly entry: LogEntry
  /** Which descriptor of the entry. */
  readonly index: number
  readonly offset: number
  /** Above 0; of a sector 4 KiB. */
  readonly length: number
  /** Where its data sector is in the file, and its 12 other bytes; `undefined` of zeros. */
  readonly sector: (SectorEdges & { readonly at: number }) | undefined
}

export interface AllWritten {
  readonly writes: readonly Written[]
  /** False where there are more than `MAX_WRITTEN`: then these are the earliest. */
  readonly complete: boolean
}

export const isLongRun = ({ sector, length }: Written): boolean => !sector && length > MAX_RUN

/** Leaves out what writes nothing and what points beyond 2^53-1, which no file has. */
export async function readWritten(
  source: ByteSource,
  { region, sessions }: LogHistory,
  run?: Run,
  limit: number = MAX_WRITTEN,
): Promise<AllWritten> {
  const log = cached(source, READ_AHEAD)
  const writes: Written[] = []
  const pace = new Pace(run)
  for (const [session, { entries }] of sessions.entries()) {
    for (const entry of entries) {
      run?.signal?.throwIfAborted()
      for await (const batch of descriptorBatches(log, region, entry)) {
        if (pace.isDue(batch.length)) await pace.rest()
        for (const descriptor of batch) {
          const written = toWritten(descriptor)
          if (!written) continue
          if (writes.length === limit) return { writes, complete: false }
          writes.push({ session, entry, ...written })
        }
      }
    }
  }
  return { writes, complete: true }
}

function toWritten(descriptor: LogDescriptor): Omit<Written, 'session' | 'entry'> | undefined {
  const target = descriptorTarget(descriptor)
  if (descriptor.kind === 'unknown' || !target || target.length === 0) return undefined
  const { index } = descriptor
  const { offset, length } = target
  if (descriptor.kind === 'zero') return { index, offset, length, sector: undefined }
  const { sectorAt: at, leadingBytes, trailingBytes } = descriptor
  if (at === undefined) return undefined
  return { index, offset, length, sector: { at, leadingBytes, trailingBytes } }
}

/** The 4 KiB that a write puts at `offset`, which lies in it. */
export async function writtenSector(source: ByteSource, { sector }: Written): Promise<Uint8Array> {
  if (!sector) return new Uint8Array(LOG_SECTOR_SIZE)
  return restoreSector(await source.read(sector.at, LOG_SECTOR_SIZE), sector)
}
