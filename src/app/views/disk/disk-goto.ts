/** Goto on the virtual disk: from a typed text to a byte of it. */

import { exactSize } from '../../../engine/bytes/format.ts'
import { readSize } from '../../../engine/bytes/parse-size.ts'
import { readWhole } from '../../../engine/bytes/parse-whole.ts'
import { type Refused, refused } from '../../../engine/bytes/refused.ts'
import type { Volume } from '../../../engine/guest/volumes/read-volumes.ts'
import { readIndex } from '../../store/navigation/read-index.ts'

export interface DiskShape {
  readonly size: number
  readonly sectorSize: number
  readonly blockSize: number
  readonly volumes: readonly Volume[]
}

export const DISK_GOTO_FORMS: readonly { readonly form: string; readonly means: string }[] = [
  { form: '0x100000, 36MiB', means: 'a byte of the disk' },
  { form: '+4096, -0x1000', means: 'from the selected bytes of the disk' },
  { form: 'lba:2048', means: 'a sector of the disk' },
  { form: 'block:7', means: 'where a block begins on the disk' },
  { form: 'part:1', means: 'where a partition begins' },
]

export type DiskPlace = { readonly ok: true; readonly offset: number } | Refused

/** `from` is where `+` and `-` count from. */
export function readDiskGoto(typed: string, disk: DiskShape, from: number): DiskPlace {
  const text = typed.trim()
  const [, name = '', rest = ''] = /^([a-z]+)\s*:\s*(.*)$/i.exec(text) ?? []
  const sign = /^[+-]/.exec(text)?.[0]
  switch (name.toLowerCase()) {
    case 'lba':
      return unit(rest, disk.sectorSize, disk)
    case 'block':
      return unit(rest, disk.blockSize, disk)
    case 'part':
      return partition(readWhole(rest), disk)
    case '':
      break
    default:
      return refused(`“${name}:” is not a place that is known on a disk.`)
  }
  if (sign === undefined) return inside(readSize(text), disk)
  const distance = readSize(text.slice(1))
  if (distance === undefined) return inside(undefined, disk)
  return inside(sign === '-' ? BigInt(from) - distance : BigInt(from) + distance, disk)
}

const sizeText = (size: number): string => `The disk has ${exactSize(size)}.`

/** Where a sector or a block begins. */
function unit(text: string, length: number, { size }: DiskShape): DiskPlace {
  const read = readIndex(text, Math.ceil(size / length), sizeText(size))
  return read.ok ? { ok: true, offset: read.index * length } : read
}

function inside(offset: number | bigint | undefined, { size }: DiskShape): DiskPlace {
  if (offset === undefined) {
    return refused('This is not a place on a disk, such as 0x100000 or 36MiB.')
  }
  if (offset < 0 || offset >= size) return refused(sizeText(size))
  return { ok: true, offset: Number(offset) }
}

function partition(number: bigint | undefined, disk: DiskShape): DiskPlace {
  const candidates = disk.volumes.filter(({ partition }) => BigInt(partition.number) === number)
  const found = candidates.find(({ partition }) => partition.table === 'gpt') ?? candidates[0]
  if (found) return inside(found.partition.at.offset, disk)
  const numbers = disk.volumes.map(({ partition }) => partition.number).join(', ')
  return refused(
    numbers === '' ? 'The disk has no partitions.' : `The disk has partitions ${numbers}.`,
  )
}
