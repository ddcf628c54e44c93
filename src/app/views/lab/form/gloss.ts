/** A number of a recipe in other words, beside its field. */

import { formatBytes, formatHex } from '../../../../engine/bytes/format.ts'
import { MIB } from '../../../../engine/format/layout.ts'

/** What is shorter says enough by itself. */
const isLong = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 4096

/** "64 KiB". */
export const inBytes = (value: unknown): string | undefined =>
  isLong(value) ? formatBytes(value) : undefined

/** "0x300000". */
export const inHex = (value: unknown): string | undefined =>
  isLong(value) ? formatHex(value) : undefined

/** Of MiB: "at 0x400000". */
export const ofMiB = (value: unknown): string | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value * MIB) && value > 0
    ? formatHex(value * MIB)
    : undefined
