/** The runs of clusters of a content, by the parts that describe them: each is read when it is needed. */
import { firstIndex } from '../../../bytes/bisect.ts'
import { decodeExtents, type Extent } from '../extents.ts'
import { findPart, type NodeAttribute, type NtfsNode, type NtfsVolume } from './node.ts'

/** Clusters of a content in one place, in a hole, or of which nobody can say where they are, and why. */
export interface ClusterRun extends Extent {
  readonly lost?: string
}

interface Described {
  readonly node: NtfsNode
  readonly of: NodeAttribute
  /** How many the content has. */
  readonly clusters: number
}

/** How many parts are kept: each has as many runs as fit into a record. */
const KEPT = 8
const UNMAPPED = 'Nothing says where it lies.'

export class RunList {
  readonly clusters: number
  readonly #volume: NtfsVolume
  readonly #described: Described
  /** In order of use, the latest last. */
  readonly #kept = new Map<number, readonly ClusterRun[]>()

  constructor(volume: NtfsVolume, described: Described) {
    this.#volume = volume
    this.#described = described
    this.clusters = described.clusters
  }

  /** Those from the one on that has cluster `vcn`, part by part: in order, and without gaps up to the last cluster. */
  async *from(vcn: number): AsyncGenerator<readonly ClusterRun[], void, undefined> {
    const { parts } = this.#described.of
    const described = parts[0]?.vcn ?? 0
    if (vcn < described) yield [lost(vcn, described, UNMAPPED)]
    const after = firstIndex(parts.length, (i) => (parts[i]?.vcn ?? 0) > vcn)
    for (let index = Math.max(0, after - 1); index < parts.length; index++) {
      const runs = await this.#part(index)
      const first = firstIndex(runs.length, (i) => {
        const run = runs[i]
        return run === undefined || run.vcn + run.length > vcn
      })
      if (first < runs.length) yield first === 0 ? runs : runs.slice(first)
    }
  }

  /** All that a part has in the volume, also behind the end of the content. */
  async #part(index: number): Promise<readonly ClusterRun[]> {
    const kept = this.#kept.get(index)
    const runs = kept ?? (await this.#read(index))
    this.#kept.delete(index)
    this.#kept.set(index, runs)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest)
    return runs
  }

  async #read(index: number): Promise<readonly ClusterRun[]> {
    const { node, of, clusters } = this.#described
    const part = of.parts[index]
    if (part === undefined) return []
    const end = Math.min(of.parts[index + 1]?.vcn ?? clusters, clusters)
    if (part.vcn >= end) return []
    const found = await findPart(this.#volume, node, of, part)
    if (typeof found === 'string') return [lost(part.vcn, end, found)]
    const { record, attribute } = found
    if (attribute.isResident) return [lost(part.vcn, end, UNMAPPED)]
    const pairs = record.u16(attribute.at + 0x20)
    const range = { offset: attribute.at + pairs, length: attribute.length - pairs }
    const extents = decodeExtents(record, range, part.vcn)
    if (extents === undefined) return [lost(part.vcn, end, 'What says where it lies is damaged.')]
    const runs: ClusterRun[] = []
    let next = part.vcn
    for (const { vcn, lcn, length } of extents) {
      if (vcn >= end) break
      next = Math.min(vcn + length, end)
      runs.push({ vcn, lcn, length: next - vcn })
    }
    if (next < end) runs.push(lost(next, end, UNMAPPED))
    return runs
  }
}

const lost = (vcn: number, end: number, why: string): ClusterRun => ({
  vcn,
  lcn: undefined,
  length: end - vcn,
  lost: why,
})
