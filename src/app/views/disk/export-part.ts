/** What the export dialog asks for: a part of the disk, from what was chosen and typed. */

import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { readSize } from '../../../engine/bytes/parse-size.ts'
import { type Refused, refused } from '../../../engine/bytes/refused.ts'
import { partitionPastEnd, rangePastEnd } from '../../../engine/disk/part-words.ts'
import type { Volume } from '../../../engine/guest/volumes/read-volumes.ts'
import { FORMAT_WORDS, type ImageFormat } from '../../../engine/new-image/format-words.ts'

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

interface NamedExport {
  /** Of the open file. */
  readonly source: string
  readonly part: PartChoice
  readonly volumes: readonly Volume[]
  readonly format: ImageFormat
  readonly isSalvaged: boolean
}

/**
 * "disk.vhdx" gives "disk.raw", or "disk.partition-2.raw"; of what is salvaged "disk.salvaged.raw". A VHDX is named for
 * how it is made, not to have the name of its source.
 */
export function exportName({ source, part, volumes, format, isSalvaged }: NamedExport): string {
  const dot = source.lastIndexOf('.')
  const number = volumes[part.partition]?.partition.number
  return [
    dot > 0 ? source.slice(0, dot) : source,
    isSalvaged && 'salvaged',
    part.kind === 'partition' && `partition-${number}`,
    part.kind === 'range' && 'range',
    format === 'vhdx' && 'compact',
    format === 'vhdx-fixed' && 'fixed',
    FORMAT_WORDS[format].ending,
  ]
    .filter(Boolean)
    .join('.')
}
