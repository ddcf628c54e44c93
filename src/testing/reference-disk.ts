/** A plain reader of differencing chains, slow and sector by sector: it shares no code with the engine. */

/** A file without a log to replay. */
export interface ReferenceFile {
  readonly size: number
  read(offset: number, length: number): Promise<Uint8Array>
}

export interface ReferenceDisk {
  readonly file: ReferenceFile
  readonly size: number
  readonly blockSize: number
  readonly sectorSize: number
  readonly hasParent: boolean
  readonly batOffset: number
}

const MIB = 1024 * 1024
const REGION_TABLE = 192 * 1024
/** 2^23 sectors have a sector bitmap block together (§2.4). */
const CHUNK_SECTORS = 8 * MIB

const BAT = '2dc27766-f623-4200-9d64-115e9bfd4a08'
const METADATA = '8b7ca206-4790-4b9a-b8fe-575f050f886e'
const FILE_PARAMETERS = 'caa16737-fa36-4d43-b3b6-33f0aa44e76b'
const DISK_SIZE = '2fa54224-cd1b-4876-b211-5dbed83bf4b8'
const SECTOR_SIZE = '8141bf1d-a96f-4709-ba47-f233a8faab5f'

export async function openReferenceDisk(file: ReferenceFile): Promise<ReferenceDisk> {
  const buffer = async (offset: number, length: number) =>
    Buffer.from(await file.read(offset, length))
  const regions = await buffer(REGION_TABLE, 65536)
  const region = (id: string): number => {
    for (let i = 0; i < regions.readUInt32LE(8); i++) {
      const at = 16 + i * 32
      if (guidAt(regions, at) === id) return Number(regions.readBigUInt64LE(at + 16))
    }
    throw new Error(`no region ${id}`)
  }
  const start = region(METADATA)
  const table = await buffer(start, 65536)
  const item = async (id: string): Promise<Buffer> => {
    for (let i = 0; i < table.readUInt16LE(10); i++) {
      const at = 32 + i * 32
      if (guidAt(table, at) === id) {
        return buffer(start + table.readUInt32LE(at + 16), table.readUInt32LE(at + 20))
      }
    }
    throw new Error(`no item ${id}`)
  }
  const parameters = await item(FILE_PARAMETERS)
  return {
    file,
    size: Number((await item(DISK_SIZE)).readBigUInt64LE(0)),
    blockSize: parameters.readUInt32LE(0),
    sectorSize: (await item(SECTOR_SIZE)).readUInt32LE(0),
    hasParent: (parameters.readUInt32LE(4) & 2) !== 0,
    batOffset: region(BAT),
  }
}

/** As the GUID is written: its first three parts are little-endian. */
function guidAt(bytes: Buffer, at: number): string {
  const hex = (from: number, to: number) => bytes.subarray(at + from, at + to).toString('hex')
  const turned = (from: number, to: number) =>
    Buffer.from(bytes.subarray(at + from, at + to))
      .reverse()
      .toString('hex')
  return [turned(0, 4), turned(4, 6), turned(6, 8), hex(8, 10), hex(10, 16)].join('-')
}

interface Entry {
  readonly state: number
  readonly offset: number
}

async function batEntry({ file, batOffset }: ReferenceDisk, index: number): Promise<Entry> {
  const value = Buffer.from(await file.read(batOffset + index * 8, 8)).readBigUInt64LE(0)
  return { state: Number(value & 7n), offset: Number(value >> 20n) * MIB }
}

const blocksInChunk = ({ sectorSize, blockSize }: ReferenceDisk): number =>
  (CHUNK_SECTORS * sectorSize) / blockSize

export function blockEntry(disk: ReferenceDisk, block: number): Promise<Entry> {
  return batEntry(disk, block + Math.floor(block / blocksInChunk(disk)))
}

export function bitmapEntry(disk: ReferenceDisk, chunk: number): Promise<Entry> {
  const ratio = blocksInChunk(disk)
  return batEntry(disk, chunk * (ratio + 1) + ratio)
}

/** One sector of the disk of the first of `chain`, which is child first. */
async function readSector(chain: readonly ReferenceDisk[], sector: number): Promise<Uint8Array> {
  const [disk, ...parents] = chain
  if (disk === undefined) throw new Error('a parent is missing')
  const { file, sectorSize, blockSize } = disk
  const zero = new Uint8Array(sectorSize)
  const at = sector * sectorSize
  if (at >= disk.size) return zero
  const { state, offset } = await blockEntry(disk, Math.floor(at / blockSize))
  const here = () => file.read(offset + (at % blockSize), sectorSize)
  if (state === 0) return disk.hasParent ? readSector(parents, sector) : zero
  if (state === 6) return here()
  if (state !== 7) return zero
  const bitmap = await bitmapEntry(disk, Math.floor(sector / CHUNK_SECTORS))
  const bit = sector % CHUNK_SECTORS
  const [byte = 0] = await file.read(bitmap.offset + Math.floor(bit / 8), 1)
  return (byte & (1 << (bit % 8))) === 0 ? readSector(parents, sector) : here()
}

/** Bytes of the virtual disk. `offset` and `length` are multiples of the sector size. */
export async function readReference(
  chain: readonly ReferenceDisk[],
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const sectorSize = chain[0]?.sectorSize ?? 512
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += sectorSize) {
    bytes.set(await readSector(chain, (offset + at) / sectorSize), at)
  }
  return bytes
}
