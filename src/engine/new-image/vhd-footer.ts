/**
 * The last 512 bytes of a fixed VHD: the hard disk footer of the Virtual Hard Disk Image Format Specification, version
 * 1.0 of October 2006. All numbers are big-endian.
 */
import type { Guid } from '../bytes/guid.ts'

export const VHD_FOOTER_SIZE = 512
const SECTOR = 512

const COOKIE = 'conectix'
/** Reserved, and always set. */
const FEATURES = 2
const FORMAT_VERSION = 0x0001_0000
/** Of a fixed disk: no structure follows. */
const NO_OFFSET = 2n ** 64n - 1n
/**
 * Not who made it: readers tell by this which size counts. With a name that it does not know QEMU takes the one that
 * the geometry makes, which is less (docs/decisions/0030).
 */
const CREATOR = 'win '
/** Of the Windows whose size counts so, and of the system. */
const CREATOR_VERSION = 0x000a_0000
const CREATOR_SYSTEM = 'Wi2k'
const FIXED_DISK = 2
/** Seconds from 1970 to 2000, where its time begins. */
const EPOCH = 946_684_800

export interface VhdIdentity {
  readonly uniqueId: Guid
  /** When it is made: milliseconds since 1970, UTC. */
  readonly time: number
}

/** `size`: of the disk, in bytes, whole sectors. */
export function encodeVhdFooter(size: number, { uniqueId, time }: VhdIdentity): Uint8Array {
  const footer = new Uint8Array(VHD_FOOTER_SIZE)
  const view = new DataView(footer.buffer)
  const { cylinders, heads, sectorsPerTrack } = vhdGeometry(size / SECTOR)
  putText(footer, 0, COOKIE)
  view.setUint32(8, FEATURES)
  view.setUint32(12, FORMAT_VERSION)
  view.setBigUint64(16, NO_OFFSET)
  view.setUint32(24, Math.max(0, Math.floor(time / 1000) - EPOCH))
  putText(footer, 28, CREATOR)
  view.setUint32(32, CREATOR_VERSION)
  putText(footer, 36, CREATOR_SYSTEM)
  // Its size when it was made, and now.
  for (const at of [40, 48]) view.setBigUint64(at, BigInt(size))
  view.setUint16(56, cylinders)
  view.setUint8(58, heads)
  view.setUint8(59, sectorsPerTrack)
  view.setUint32(60, FIXED_DISK)
  putGuid(footer, 68, uniqueId)
  const sum = footer.reduce((total, byte) => total + byte, 0)
  view.setUint32(64, ~sum)
  return footer
}

function putText(footer: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) footer[at + i] = text.charCodeAt(i)
}

/** As it is written, which is not how a VHDX keeps it. */
function putGuid(footer: Uint8Array, at: number, guid: Guid): void {
  const digits = guid.replaceAll('-', '')
  for (let byte = 0; byte < 16; byte++) {
    footer[at + byte] = Number.parseInt(digits.slice(byte * 2, byte * 2 + 2), 16)
  }
}

export interface VhdGeometry {
  readonly cylinders: number
  readonly heads: number
  readonly sectorsPerTrack: number
}

const MOST_CYLINDERS = 65_535
const MOST_HEADS = 16
const MOST_SECTORS = 255
/** Of a disk that the BIOS can still address so: above it sectors are many, and heads all there are. */
const LARGE = MOST_CYLINDERS * MOST_HEADS * 63
const CYLINDERS_OF_BIOS = 1024

/** The appendix of the specification: tracks as long as they must be, then no more heads than they must be. */
export function vhdGeometry(totalSectors: number): VhdGeometry {
  const total = Math.min(totalSectors, MOST_CYLINDERS * MOST_HEADS * MOST_SECTORS)
  const made = (sectorsPerTrack: number, heads: number): VhdGeometry => ({
    cylinders: Math.floor(Math.floor(total / sectorsPerTrack) / heads),
    heads,
    sectorsPerTrack,
  })
  if (total >= LARGE) return made(MOST_SECTORS, MOST_HEADS)
  const tracks = Math.floor(total / 17)
  const heads = Math.max(4, Math.ceil(tracks / CYLINDERS_OF_BIOS))
  if (heads <= MOST_HEADS && tracks < heads * CYLINDERS_OF_BIOS) return made(17, heads)
  const fits = Math.floor(total / 31) < MOST_HEADS * CYLINDERS_OF_BIOS
  return made(fits ? 31 : 63, MOST_HEADS)
}
