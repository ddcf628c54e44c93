/** What a disk is divided into, whichever table says so. */
import type { ByteRange } from '../../bytes/byte-source.ts'
import type { Guid } from '../../bytes/guid.ts'

export interface Partition {
  /** As operating systems count: 1 to 4 are an MBR's own, from 5 on those in its extended partition. */
  readonly number: number
  readonly table: 'mbr' | 'gpt'
  /** Of the disk, as the table has it: it may reach past the end. */
  readonly at: ByteRange
  /** The type's code as it is usually written: "0x07", or a GUID. */
  readonly type: string
  /** What the type is for, where that is known. */
  readonly typeName: string | undefined
  /** Of GPT only. */
  readonly name?: string
  readonly id?: Guid
}

/** How a table went wrong, in one sentence for the user. */
export type TableProblem = string

/** Bytes of LBAs [first, first + count), `undefined` where they are beyond what a number holds exactly. */
export function lbaRange(first: bigint, count: bigint, sectorSize: number): ByteRange | undefined {
  const end = (first + count) * BigInt(sectorSize)
  if (end > BigInt(Number.MAX_SAFE_INTEGER)) return undefined
  return { offset: Number(first) * sectorSize, length: Number(count) * sectorSize }
}
