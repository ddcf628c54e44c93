/** Which file a link is about, in a few characters that say nothing about what is in it. */
import { formatBytes, formatHex } from '../../../engine/bytes/format.ts'
import type { Inspection } from '../../../engine/inspect/inspection.ts'

export interface Fingerprint {
  /** Of the file, in bytes. */
  readonly size: number
  /** The checksum that the current header stores: eight hex digits; none of a file without header. */
  readonly check: string
}

const FORM = /^(\d{1,16})(?:-([0-9a-f]{8}))?$/

/** Every header update has another FileWriteGuid, hence another checksum. */
export function fingerprintOf({ size, headers }: Inspection): Fingerprint {
  const stored = headers.current?.checksum?.stored
  return { size, check: stored === undefined ? '' : formatHex(stored, 8).slice(2).toLowerCase() }
}

export const formatFingerprint = ({ size, check }: Fingerprint): string =>
  check === '' ? String(size) : `${size}-${check}`

export function parseFingerprint(text: string | null): Fingerprint | undefined {
  const match = FORM.exec(text ?? '')
  const size = Number(match?.[1])
  return match && Number.isSafeInteger(size) ? { size, check: match[2] ?? '' } : undefined
}

export const isSame = (a: Fingerprint, b: Fingerprint): boolean =>
  a.size === b.size && a.check === b.check

/** "118.4 GiB, fingerprint 9f2c01ab". */
export const wordsOf = ({ size, check }: Fingerprint): string =>
  check === '' ? formatBytes(size) : `${formatBytes(size)}, fingerprint ${check}`
