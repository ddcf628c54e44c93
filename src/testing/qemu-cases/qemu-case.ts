/** What a case for the QEMU profile is, and what most of them are made of. */
import type {
  EntryDescription,
  ImageDescription,
  UpdateDescription,
} from '../../engine/compose/description.ts'
import { KIB, LOG_SECTOR_SIZE, MIB } from '../../engine/format/layout.ts'
import type { DivergenceCode } from '../../engine/qemu/divergence.ts'
import type { QemuStopCode } from '../../engine/qemu/stop.ts'
import { mark } from '../marks.ts'

export const sector = (count: number): number => count * LOG_SECTOR_SIZE
export const text = (value: string): Uint8Array => new TextEncoder().encode(value)
export const writes = (letters: string, entry: EntryDescription = {}): EntryDescription => ({
  updates: [...letters].map(mark),
  ...entry,
})
export const log = (...entries: EntryDescription[]): Partial<ImageDescription> => ({
  log: { entries },
})
export const at = (position: number): EntryDescription => ({
  position: sector(position),
  tail: sector(position),
})
export const zero = (fileOffset: number | bigint, length: number | bigint): UpdateDescription => ({
  kind: 'zero',
  fileOffset: BigInt(fileOffset),
  length: BigInt(length),
})
export const small = zero(3 * MIB - 4 * KIB, 4 * KIB)

export interface QemuCase {
  readonly image: Partial<ImageDescription>
  readonly headline: string | RegExp
  /** Why it stops, if it does. */
  readonly stop?: QemuStopCode
  readonly reasons?: readonly DivergenceCode[]
  /** Whether the finding is there. */
  readonly diverges: boolean
  /** In words of one of the notes or reasons. */
  readonly says?: string
}

export const other = (what: string, entries = 1): string =>
  `QEMU replays ${entries === 1 ? '1 entry' : `${entries} entries`}, and makes another file of the image: ${what}.`
export const sectors = (count: number): string =>
  count === 1 ? '1 sector of 4 KiB differs' : `${count} sectors of 4 KiB differ`
