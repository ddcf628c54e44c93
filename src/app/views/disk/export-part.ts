/** What the export dialog asks for: a part of the disk, from what was chosen and typed. */

import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { readSize } from '../../../engine/bytes/parse-size.ts'
import { type Refused, refused } from '../../../engine/bytes/refused.ts'
import { partitionPastEnd, rangePastEnd } from '../../../engine/disk/part-words.ts'
import type { Volume } from '../../../engine/volumes/read-volumes.ts'

export interface PartChoice {
  readonly kind: 'disk' | 'partition' | 'range'
  /** Index among the partitions. */
  readonly partition: number
  readonly offset: string
  readonly length: string
}

export type ChosenPart = { readonly ok: true; readonly range: ByteRange } | Refused

export function chosenPart(
  choice: PartChoice,
  size: number,
  volumes: readonly Volume[],
): ChosenPart {
  if (choice.kind === 'disk') return { ok: true, range: { offset: 0, length: size } }
  if (choice.kind === 'partition') {
    const found = volumes[choice.partition]?.partition
    if (!found) return refused('The disk has no such partition.')
    return found.at.offset + found.at.length > size
      ? refused(partitionPastEnd(found.number))
      : { ok: true, range: { offset: found.at.offset, length: found.at.length } }
  }
  const [offset, length] = [readSize(choice.offset), readSize(choice.length)]
  if (offset === undefined) return refused('The start is no size, such as 0x100000 or 36MiB.')
  if (length === undefined) return refused('The length is no size, such as 4096 or 1GiB.')
  if (length === 0n) return refused('The length must not be zero.')
  return offset + length > BigInt(size)
    ? refused(rangePastEnd(size))
    : { ok: true, range: { offset: Number(offset), length: Number(length) } }
}

/** "disk.vhdx" gives "disk.raw", or "disk.partition-2.raw"; of what is salvaged "disk.salvaged.raw". */
export function exportName(
  name: string,
  choice: PartChoice,
  volumes: readonly Volume[],
  isSalvaged = false,
): string {
  const dot = name.lastIndexOf('.')
  const stem = `${dot > 0 ? name.slice(0, dot) : name}${isSalvaged ? '.salvaged' : ''}`
  const number = volumes[choice.partition]?.partition.number
  if (choice.kind === 'disk') return `${stem}.raw`
  return choice.kind === 'partition' ? `${stem}.partition-${number}.raw` : `${stem}.range.raw`
}
