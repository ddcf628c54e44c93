/** What lies at an offset of the file, from the structure down to the field. */
import type { ByteRange } from '../bytes/byte-source.ts'
import type { StructureKind } from '../image/structure-map.ts'

/** One step from the file down to the field under the cursor. */
export interface PlaceStep {
  readonly name: string
  readonly at: ByteRange
  /** Of MS-VHDX. */
  readonly section?: string | undefined
  /** Of a field: what it is, in a sentence. */
  readonly note?: string | undefined
  /** Its value as text. */
  readonly value?: string | undefined
}

export interface Place {
  readonly structure: StructureKind
  /** Outermost first; never empty. */
  readonly path: readonly PlaceStep[]
}
