/**
 * A plain reader of disks without parents, for comparison: replays the log of an image into memory and
 * follows its table block by block. It shares no code with the engine, and trusts every value.
 */

const KIB = 1024
const MIB = 1024 * KIB

const BAT = '6677c22d23f600429d64115e9bfd4a08'
const METADATA = '06a27c8b90479a4bb8fe575f050f886e'
const FILE_PARAMETERS = '3767a1ca36fa434db3b633f0aa44e76b'
const DISK_SIZE = '2442a52f1bcd7648b2115dbed83bf4b8'
const SECTOR_SIZE = '1dbf41816fa90947ba47f233a8faab5f'

const guid = (bytes: Buffer, at: number): string => bytes.toString('hex', at, at + 16)
const num = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64LE(at))
const sign = (bytes: Buffer, at = 0): string => bytes.toString('latin1', at, at + 4)

export interface PlainDisk {
  readonly bytes: Buffer
  readonly sectorSize: number
  /** Of each block: where it is in the file, or what it is instead. */
  readonly origins: readonly (number | string)[]
}

/** `file` is a whole image; `replay` applies its log to a copy in memory. */
export function plainDisk(file: Buffer, replay: boolean): PlainDisk {
  const image = replay ? replayed(file) : file
  const regions = tableOf(image, 192 * KIB, { count: 8, first: 16, place: 16 })
  const metadata = regions.get(METADATA) ?? 0
  const items = tableOf(image, metadata, { count: 10, first: 32, place: 16 })
  const item = (id: string): number => metadata + ((items.get(id) ?? 0) % 2 ** 32)
  const blockSize = image.readUInt32LE(item(FILE_PARAMETERS))
  const sectorSize = image.readUInt32LE(item(SECTOR_SIZE))
  const bytes = Buffer.alloc(num(image, item(DISK_SIZE)))
  const perChunk = (2 ** 23 * sectorSize) / blockSize
  const origins: (number | string)[] = []
  for (let block = 0; block * blockSize < bytes.length; block++) {
    const index = block + Math.floor(block / perChunk)
    const entry = image.readBigUInt64LE((regions.get(BAT) ?? 0) + 8 * index)
    const [state, at] = [Number(entry & 7n), Number(entry >> 20n) * MIB]
    if (state === 6) image.copy(bytes, block * blockSize, at, at + blockSize)
    origins.push(state === 6 ? at : state === 3 ? 'unmapped' : 'zero')
  }
  return { bytes, sectorSize, origins }
}

interface TableShape {
  readonly count: number
  readonly first: number
  readonly place: number
}

/** Entries of 32 bytes, by their GUID: what they say about the place. */
function tableOf(image: Buffer, at: number, { count, first, place }: TableShape) {
  const entries = new Map<string, number>()
  for (let i = 0; i < image.readUInt16LE(at + count); i++) {
    const entry = at + first + i * 32
    entries.set(guid(image, entry), num(image, entry + place))
  }
  return entries
}

/** Entries from the tail of the newest one up to that one, in the order of the ring. */
function replayed(file: Buffer): Buffer {
  const headers = [64 * KIB, 128 * KIB].filter((at) => sign(file, at) === 'head')
  const header = headers.sort((a, b) => num(file, b + 8) - num(file, a + 8))[0] ?? 0
  const session = guid(file, header + 48)
  const [length, start] = [file.readUInt32LE(header + 68), num(file, header + 72)]
  const ring = (at: number) => file.subarray(start + (at % length), start + (at % length) + 4096)
  let head: number | undefined
  for (let at = 0; at < length; at += 4096) {
    if (sign(ring(at)) !== 'loge' || guid(ring(at), 32) !== session) continue
    if (head === undefined || num(ring(at), 16) > num(ring(head), 16)) head = at
  }
  if (head === undefined || /^0+$/.test(session)) return file
  const newest = ring(head)
  const image = Buffer.alloc(Math.max(file.length, num(newest, 56)))
  file.copy(image)
  for (let at = newest.readUInt32LE(12); ; at += ring(at).readUInt32LE(8)) {
    applyEntry(image, ring, at)
    if (at % length === head) return image
  }
}

function applyEntry(image: Buffer, ring: (at: number) => Buffer, at: number): void {
  const count = ring(at).readUInt32LE(24)
  let data = at + Math.ceil((64 + count * 32) / 4096) * 4096
  for (let place = 64; place < 64 + count * 32; place += 32) {
    const descriptor = ring(at + place - (place % 4096)).subarray(place % 4096)
    const target = num(descriptor, 16)
    if (sign(descriptor) === 'zero') {
      image.fill(0, target, target + num(descriptor, 8))
      continue
    }
    descriptor.copy(image, target, 8, 16)
    ring(data).copy(image, target + 8, 8, 4092)
    descriptor.copy(image, target + 4092, 4, 8)
    data += 4096
  }
}
