/** Partition tables made for tests, by hand and without a look at what reads them. */

export interface MbrPart {
  readonly type: number
  readonly first: number
  readonly count: number
  readonly active?: boolean
}

/** Puts a boot record with up to four entries into `disk` at byte `at`. */
export function putBootRecord(disk: Uint8Array, at: number, parts: readonly MbrPart[]): void {
  const view = new DataView(disk.buffer, disk.byteOffset + at, 512)
  for (const [index, { type, first, count, active }] of parts.entries()) {
    const place = 446 + index * 16
    view.setUint8(place, active ? 0x80 : 0)
    view.setUint8(place + 4, type)
    view.setUint32(place + 8, first, true)
    view.setUint32(place + 12, count, true)
  }
  view.setUint16(510, 0xaa55, true)
}

export interface GptPart {
  readonly type: string
  readonly first: number
  readonly last: number
  readonly name?: string
}

export interface GptOptions {
  readonly sectorSize?: number
  readonly parts: readonly GptPart[]
}

/** Puts both copies of a GPT, and the protective MBR, into `disk`. */
export function putGpt(disk: Uint8Array, { sectorSize = 512, parts }: GptOptions): void {
  const sectors = disk.length / sectorSize
  putBootRecord(disk, 0, [{ type: 0xee, first: 1, count: sectors - 1 }])
  const entries = new Uint8Array(128 * 128)
  for (const [index, part] of parts.entries()) putEntry(entries, index, part)
  const spread = entries.length / sectorSize
  putCopy(disk, sectorSize, { at: 1, other: sectors - 1, entriesAt: 2, entries })
  putCopy(disk, sectorSize, {
    at: sectors - 1,
    other: 1,
    entriesAt: sectors - 1 - spread,
    entries,
  })
}

function putEntry(entries: Uint8Array, index: number, part: GptPart): void {
  const view = new DataView(entries.buffer, index * 128, 128)
  putGuid(view, 0, part.type)
  putGuid(view, 16, `00000000-0000-4000-8000-${(index + 1).toString(16).padStart(12, '0')}`)
  view.setBigUint64(32, BigInt(part.first), true)
  view.setBigUint64(40, BigInt(part.last), true)
  for (const [i, unit] of [...(part.name ?? '')].entries()) {
    view.setUint16(56 + i * 2, unit.charCodeAt(0), true)
  }
}

/** The first three groups are little-endian. */
function putGuid(view: DataView, at: number, guid: string): void {
  const [a = '', b = '', c = '', d = '', e = ''] = guid.split('-')
  view.setUint32(at, Number.parseInt(a, 16), true)
  view.setUint16(at + 4, Number.parseInt(b, 16), true)
  view.setUint16(at + 6, Number.parseInt(c, 16), true)
  for (let i = 0; i < 8; i++) {
    view.setUint8(at + 8 + i, Number.parseInt((d + e).slice(i * 2, i * 2 + 2), 16))
  }
}

interface Copy {
  readonly at: number
  readonly other: number
  readonly entriesAt: number
  readonly entries: Uint8Array
}

function putCopy(disk: Uint8Array, size: number, { at, other, entriesAt, entries }: Copy): void {
  const header = new Uint8Array(92)
  const view = new DataView(header.buffer)
  for (const [i, char] of [...'EFI PART'].entries()) view.setUint8(i, char.charCodeAt(0))
  view.setUint32(8, 0x10000, true)
  view.setUint32(12, 92, true)
  view.setBigUint64(24, BigInt(at), true)
  view.setBigUint64(32, BigInt(other), true)
  view.setBigUint64(40, 34n, true)
  view.setBigUint64(48, BigInt(disk.length / size - 34), true)
  putGuid(view, 56, '0badcafe-0000-4000-8000-000000000000')
  view.setBigUint64(72, BigInt(entriesAt), true)
  view.setUint32(80, 128, true)
  view.setUint32(84, 128, true)
  view.setUint32(88, crc(entries), true)
  view.setUint32(16, crc(header), true)
  disk.set(header, at * size)
  disk.set(entries, entriesAt * size)
}

/** CRC-32, bit by bit. */
export function crc(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0)
  }
  return ~value >>> 0
}
