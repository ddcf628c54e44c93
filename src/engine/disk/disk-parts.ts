/** What of a disk is to be written to make a raw copy of it: the rest is zero. */

import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { type Refused, refused } from '../bytes/refused.ts'
import { readDiskVolumes } from './disk-volumes.ts'
import { diskSize } from './layers.ts'
import type { Layers } from './map-chain.ts'
import { partitionPastEnd, rangePastEnd } from './part-words.ts'
import { walkDisk } from './walk-disk.ts'

/** Which part of a disk; without a word the whole. */
export interface DiskPart {
  readonly partition?: number | undefined
  readonly offset?: number | undefined
  /** Default: up to the end. */
  readonly length?: number | undefined
}

export type FoundPart = { readonly ok: true; readonly range: ByteRange } | Refused

/** Where the part is on the disk. */
export async function findPart(layers: Layers, part: DiskPart): Promise<FoundPart> {
  const size = diskSize(layers)
  if (part.partition !== undefined) return findPartition(layers, part.partition, size)
  const { offset = 0 } = part
  const length = part.length ?? Math.max(0, size - offset)
  if (offset > size || length > size - offset) {
    return refused(rangePastEnd(size))
  }
  return { ok: true, range: { offset, length } }
}

async function findPartition(layers: Layers, wanted: number, size: number): Promise<FoundPart> {
  const volumes = (await readDiskVolumes(layers))?.volumes ?? []
  const candidates = volumes.filter(({ partition }) => partition.number === wanted)
  // A hybrid disk has numbers twice: those of the GPT are meant.
  const found = candidates.find(({ partition }) => partition.table === 'gpt') ?? candidates[0]
  if (found === undefined) {
    const numbers = volumes.map(({ partition }) => partition.number).join(', ')
    const there = numbers === '' ? 'the disk has no partitions' : `the disk has ${numbers}`
    return refused(`There is no partition ${wanted}: ${there}.`)
  }
  const { at } = found.partition
  return at.offset + at.length > size ? refused(partitionPastEnd(wanted)) : { ok: true, range: at }
}

/** How much of a range there is, in bytes. */
export interface PartSurvey {
  /** In files. */
  readonly data: number
  /** In a parent that is not there. */
  readonly missing: number
  readonly unreadable: number
  /** In files that are open as skeletons. */
  readonly absent: number
}

export async function surveyPart(layers: Layers, range: ByteRange, run?: Run): Promise<PartSurvey> {
  const sums = { data: 0, missing: 0, unreadable: 0, absent: 0 }
  for await (const { from, length } of walkDisk(layers, range, run)) {
    if (from === 'file') sums.data += length
    else if (from === 'missing' || from === 'unreadable' || from === 'absent') sums[from] += length
  }
  return sums
}
