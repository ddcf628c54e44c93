/** Compressed content of NTFS: units of clusters, each compressed, as it is, or a hole, by how many clusters it has. */
import { type ByteRange, type ByteSource, readInto } from '../../../bytes/byte-source.ts'
import { endOf } from '../../../bytes/ranges.ts'
import type { FileExtent, FilePlace } from '../../guest-files.ts'
import { type Unpacked, unpackLznt1 } from './lznt1.ts'
import { OUTSIDE, type PlaceParts } from './place-parts.ts'
import type { ClusterRun, RunList } from './run-list.ts'

interface Wanted {
  readonly wanted: ByteRange
  readonly unitClusters: number
}

/** The parts that have something of what is wanted. */
export async function* compressedParts(
  runs: RunList,
  places: PlaceParts,
  { wanted, unitClusters }: Wanted,
): AsyncGenerator<readonly FileExtent[]> {
  const { clusterSize } = places.sizes
  const unitSize = unitClusters * clusterSize
  const first = Math.floor(wanted.offset / unitSize) * unitClusters
  const end = Math.ceil(endOf(wanted) / unitSize) * unitClusters
  const joiner = new Units(places, unitClusters)
  for await (const some of runs.from(first)) {
    const parts: FileExtent[] = []
    let isDone = false
    for (const run of some) {
      const from = Math.max(run.vcn, first)
      const to = run.vcn + run.length
      const lcn = run.lcn === undefined ? undefined : run.lcn + (from - run.vcn)
      joiner.add({ ...run, vcn: from, lcn, length: to - from }, parts)
      isDone = to >= end
      if (isDone) break
    }
    if (parts.length > 0) yield parts
    if (isDone) return
  }
}

/** Puts the runs of a unit together. */
class Units {
  readonly #places: PlaceParts
  readonly #clusters: number
  #unit: ClusterRun[] = []
  #filled = 0

  constructor(places: PlaceParts, clusters: number) {
    this.#places = places
    this.#clusters = clusters
  }

  add(run: ClusterRun, parts: FileExtent[]): void {
    let rest = run
    while (rest.length > 0) {
      const whole = rest.length - (rest.length % this.#clusters)
      const isUnits = this.#filled === 0 && whole > 0
      const length = isUnits ? whole : Math.min(rest.length, this.#clusters - this.#filled)
      if (isUnits) this.#places.add({ ...rest, length }, parts)
      else this.#collect({ ...rest, length }, parts)
      const { lcn } = rest
      rest = {
        ...rest,
        vcn: rest.vcn + length,
        lcn: lcn === undefined ? undefined : lcn + length,
        length: rest.length - length,
      }
    }
  }

  #collect(run: ClusterRun, parts: FileExtent[]): void {
    this.#unit.push(run)
    this.#filled += run.length
    if (this.#filled < this.#clusters) return
    this.#put(this.#unit, parts)
    this.#unit = []
    this.#filled = 0
  }

  #put(unit: readonly ClusterRun[], parts: FileExtent[]): void {
    const { clusterSize, size, initialized, volumeSize } = this.#places.sizes
    const start = (unit[0]?.vcn ?? 0) * clusterSize
    const end = Math.min(start + this.#clusters * clusterSize, size)
    if (end <= start) return
    const all = { offset: start, length: end - start }
    const hole = unit.findIndex(({ lcn }) => lcn === undefined)
    const lost = unit.find((run) => run.lost !== undefined && run.vcn * clusterSize < size)
    const data = unit.slice(0, hole)
    if (lost?.lost !== undefined) {
      parts.push({ ...all, from: 'unreadable', reason: lost.lost })
    } else if (hole < 0) {
      for (const run of unit) this.#places.add(run, parts)
    } else if (unit.slice(hole).some(({ lcn }) => lcn !== undefined)) {
      const reason = 'The clusters of what is compressed there have a hole between them.'
      parts.push({ ...all, from: 'unreadable', reason })
    } else if (data.length === 0) {
      parts.push({ ...all, from: 'zeros' })
    } else {
      const at = data.map(({ lcn = 0, length }) => ({
        offset: lcn * clusterSize,
        length: length * clusterSize,
      }))
      const written = Math.max(start, Math.min(end, initialized))
      if (written > start) {
        const part = { offset: start, length: written - start }
        const isInside = at.every((place) => endOf(place) <= volumeSize)
        if (isInside) parts.push({ ...part, from: 'compressed', at })
        else parts.push({ ...part, from: 'unreadable', reason: OUTSIDE })
      }
      if (end > written) parts.push({ offset: written, length: end - written, from: 'zeros' })
    }
  }
}

type CompressedPart = FileExtent & { readonly from: 'compressed' }

const DAMAGED = { from: 'unreadable', reason: 'What is compressed there is damaged.' } as const

/** Keeps the last unit that was unpacked: a file is mostly read from its beginning to its end. */
export class UnitCache {
  readonly #volume: ByteSource
  readonly #unitSize: number
  #last: { readonly offset: number; readonly unpacked: Promise<Unpacked> } | undefined

  constructor(volume: ByteSource, unitSize: number) {
    this.#volume = volume
    this.#unitSize = unitSize
  }

  /** From `skipped` bytes behind the beginning of a compressed part on. */
  async readInto(part: CompressedPart, skipped: number, target: Uint8Array): Promise<void> {
    const { bytes } = await this.#unpacked(part)
    target.set(bytes.subarray(skipped, skipped + target.length))
  }

  /** The part, or where some of it cannot be unpacked, the parts that can and those that cannot. */
  async provenParts(part: CompressedPart): Promise<readonly FileExtent[]> {
    const { damaged } = await this.#unpacked(part)
    const parts: FileExtent[] = []
    let at = part.offset
    const addTo = (end: number, as: FilePlace): void => {
      if (end > at) parts.push({ offset: at, length: end - at, ...as })
      at = Math.max(at, end)
    }
    for (const range of damaged) {
      addTo(Math.min(part.offset + range.offset, endOf(part)), { from: 'compressed', at: part.at })
      addTo(Math.min(part.offset + endOf(range), endOf(part)), DAMAGED)
    }
    addTo(endOf(part), { from: 'compressed', at: part.at })
    return parts
  }

  #unpacked({ offset, at }: CompressedPart): Promise<Unpacked> {
    if (this.#last?.offset !== offset) this.#last = { offset, unpacked: this.#unpack(at) }
    const { unpacked } = this.#last
    // A failed read is forgotten, so that the next one tries again.
    unpacked.catch(() => {
      if (this.#last?.unpacked === unpacked) this.#last = undefined
    })
    return unpacked
  }

  async #unpack(places: readonly ByteRange[]): Promise<Unpacked> {
    const packed = new Uint8Array(places.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const { offset, length } of places) {
      await readInto(this.#volume, offset, packed.subarray(at, at + length))
      at += length
    }
    return unpackLznt1(packed, this.#unitSize)
  }
}
