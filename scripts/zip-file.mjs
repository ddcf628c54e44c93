/** Writes a zip archive: what an app of some MiB needs of the format (APPNOTE.TXT 6.3.10), and no more. */
import { crc32, deflateRawSync } from 'node:zlib'

const LOCAL_HEADER = 0x04034b50
const CENTRAL_HEADER = 0x02014b50
const END = 0x06054b50

/** 2.0, the first one with deflate. */
const VERSION = 20
/** Made by a Unix, so that the permissions count. */
const MADE_BY = (3 << 8) | VERSION
/** Bit 11: names are UTF-8. */
const FLAGS = 1 << 11
const DEFLATE = 8

/**
 * Local date and time as DOS has them, in steps of two seconds.
 * @param {Date} date
 */
function dosTime(date) {
  const day = ((date.getFullYear() - 1980) << 9) | ((date.getMonth() + 1) << 5) | date.getDate()
  const time = (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1)
  return [time, day]
}

/**
 * Fields one after the other, little-endian.
 * @param {readonly (readonly [size: 2 | 4, value: number | undefined])[]} fields
 */
function encode(fields) {
  const bytes = Buffer.alloc(fields.reduce((sum, [size]) => sum + size, 0))
  let at = 0
  for (const [size, value = 0] of fields) {
    bytes.writeUIntLE(value, at, size)
    at += size
  }
  return bytes
}

/**
 * @typedef {{ readonly name: string, readonly bytes: Uint8Array, readonly modified: Date, readonly executable?: boolean }} Member
 *   `name` with `/` between its parts
 * @param {readonly Member[]} members fewer than 65,536, together smaller than 4 GiB
 */
export function zip(members) {
  /** @type {Buffer[]} */
  const parts = []
  /** @type {Buffer[]} */
  const directory = []
  let offset = 0
  for (const { name, bytes, modified, executable = false } of members) {
    const packed = deflateRawSync(bytes, { level: 9 })
    const [time, day] = dosTime(modified)
    const path = Buffer.from(name)
    /** @type {(readonly [2 | 4, number | undefined])[]} */
    const common = [
      [2, VERSION],
      [2, FLAGS],
      [2, DEFLATE],
      [2, time],
      [2, day],
      [4, crc32(bytes)],
      [4, packed.length],
      [4, bytes.length],
      [2, path.length],
      [2, 0], // extra field
    ]
    const local = encode([[4, LOCAL_HEADER], ...common])
    const mode = executable ? 0o100755 : 0o100644
    const central = encode([
      [4, CENTRAL_HEADER],
      [2, MADE_BY],
      ...common,
      [2, 0], // comment
      [2, 0], // disk
      [2, 0], // internal attributes
      [4, mode * 0x10000],
      [4, offset],
    ])
    parts.push(local, path, packed)
    directory.push(central, path)
    offset += local.length + path.length + packed.length
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  const end = encode([
    [4, END],
    [2, 0],
    [2, 0],
    [2, members.length],
    [2, members.length],
    [4, size],
    [4, offset],
    [2, 0],
  ])
  return Buffer.concat([...parts, ...directory, end])
}
