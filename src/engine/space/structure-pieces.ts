/** The places of structures cut into pieces that do not overlap, each with how many claim it. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import type { Structure } from '../image/structure-map.ts'

export interface StructurePiece extends ByteRange {
  /** Of several the first. */
  readonly structure: Structure
  readonly owners: number
}

/** In order. A region table lists 2,047 regions at most, so all may be compared with all. */
export function structurePieces(structures: readonly Structure[]): readonly StructurePiece[] {
  const edges = [...new Set(structures.flatMap(({ at }) => [at.offset, endOf(at)]))]
  edges.sort((a, b) => a - b)
  return edges.flatMap((offset, i) => {
    const end = edges[i + 1] ?? offset
    const owners = structures.filter(({ at }) => at.offset <= offset && end <= endOf(at))
    const [structure] = owners
    return structure && end > offset
      ? [{ offset, length: end - offset, structure, owners: owners.length }]
      : []
  })
}
