/** What the export dialog asks for: a part of the disk, from what was chosen and typed. */

import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { partitionPastEnd, rangePastEnd } from '../../../engine/disk/part-words.ts'
import type { Volume } from '../../../engine/volumes/read-volumes.ts'
import { readSize } from '../../store/navigation/read-size.ts'

export interface PartChoice {
  readonly kind: 'disk' | 'partition' | 'range'
  /** Index among the partitions. */
  readonly partition: number
  readonly offset: string
  readonly length: string
}

export type ChosenPart =
  | { readonly ok: true; readonly range: ByteRange }
  | { readonly ok: false; readonly reason: string }

const no = (reason: string): ChosenPart => ({ ok: false, reason })

export function chosenPart(
  choice: PartChoice,
  size: number,
  volumes: readonly Volume[],
): ChosenPart {
  if (choice.kind === 'disk') return { ok: true, range: { offset: 0, length: size } }
  if (choice.kind === 'partition') {
    const found = volumes[choice.partition]?.partition
    if (!found) return no('The disk has no such partition.')
    return found.at.offset + found.at.length > size
      ? no(partitionPastEnd(found.number))
      : { ok: true, range: { offset: found.at.offset, length: found.at.length } }
  }
  const [offset, length] = [readSize(choice.offset), readSize(choice.length)]
  if (offset === undefined) return no('The start is no size, such as 0x100000 or 36MiB.')
  if (length === undefined) return no('The length is no size, such as 4096 or 1GiB.')
  if (length === 0n) return no('The length must not be zero.')
  return offset + length > BigInt(size)
    ? no(rangePastEnd(size))
    : { ok: true, range: { offset: Number(offset), length: Number(length) } }
}

/** "disk.vhdx" gives "disk.raw", or "disk.partition-2.raw". */
export function exportName(name: string, choice: PartChoice, volumes: readonly Volume[]): string {
  const dot = name.lastIndexOf('.')
  const stem = dot > 0 ? name.slice(0, dot) : name
  const number = volumes[choice.partition]?.partition.number
  if (choice.kind === 'disk') return `${stem}.raw`
  return choice.kind === 'partition' ? `${stem}.partition-${number}.raw` : `${stem}.range.raw`
}
