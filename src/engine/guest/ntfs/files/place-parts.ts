/** Runs of clusters as parts of a content: up to its size, up to what was written of it, and inside the volume. */
import type { FileExtent, FilePlace } from '../../guest-files.ts'
import type { ClusterRun } from './run-list.ts'

/** All in bytes. */
export interface ContentSizes {
  readonly clusterSize: number
  readonly size: number
  /** What lies behind reads as zeros. */
  readonly initialized: number
  readonly volumeSize: number
}

export const OUTSIDE = 'It lies behind the end of the volume.'

export class PlaceParts {
  readonly sizes: ContentSizes

  constructor(sizes: ContentSizes) {
    this.sizes = sizes
  }

  /** Adds the parts that a run gives, at most three; none where it lies behind the content. */
  add({ vcn, lcn, length, lost }: ClusterRun, parts: FileExtent[]): void {
    const { clusterSize, size, initialized, volumeSize } = this.sizes
    const start = vcn * clusterSize
    const end = Math.min((vcn + length) * clusterSize, size)
    if (lost !== undefined) add(parts, [start, end], { from: 'unreadable', reason: lost })
    else if (lcn === undefined) add(parts, [start, end], { from: 'zeros' })
    else {
      const at = lcn * clusterSize
      const written = Math.max(start, Math.min(end, initialized))
      const inside = Math.max(start, Math.min(written, start + volumeSize - at))
      add(parts, [start, inside], { from: 'volume', at })
      add(parts, [inside, written], { from: 'unreadable', reason: OUTSIDE })
      add(parts, [written, end], { from: 'zeros' })
    }
  }
}

function add(parts: FileExtent[], [start, end]: readonly [number, number], place: FilePlace): void {
  if (end > start) parts.push({ offset: start, length: end - start, ...place })
}
