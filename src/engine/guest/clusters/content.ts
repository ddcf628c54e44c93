/** The content of a file in clusters: its parts, and its bytes. */
import { type ByteSource, checkRange, readInto } from '../../bytes/byte-source.ts'
import { MIB } from '../../format/layout.ts'
import type { FileExtent } from '../guest-files.ts'
import type { Allocation } from './allocation.ts'

export interface Content {
  readonly allocation: Allocation
  /** Bytes. */
  readonly size: number
  /** So many of them were ever written: behind them are zeros, whatever lies there. */
  readonly written: number
}

/** Read at once, in bytes. */
const MOST = MIB

/** Parts of the content that lie one behind the other and cover its bytes [from, to), many at a time. */
export async function* contentExtents(
  { allocation, written, size }: Content,
  volume: ByteSource,
  from = 0,
  to = size,
): AsyncGenerator<readonly FileExtent[]> {
  const end = Math.max(from, Math.min(to, written))
  let offset = from
  for await (const places of allocation.places(from, end)) {
    const parts: FileExtent[] = []
    for (const { offset: at, length } of places) {
      const inside = Math.max(0, Math.min(length, volume.size - at))
      if (inside > 0) parts.push({ offset, length: inside, from: 'volume', at })
      if (inside < length) {
        const reason = 'It lies behind the end of the volume.'
        parts.push({ offset: offset + inside, length: length - inside, from: 'unreadable', reason })
      }
      offset += length
    }
    yield parts
  }
  const rest: FileExtent[] = []
  if (offset < end) {
    const reason = allocation.fault ?? 'Its clusters end before its content does.'
    rest.push({ offset, length: end - offset, from: 'unreadable', reason })
  }
  if (end < to) rest.push({ offset: end, length: to - end, from: 'zeros' })
  if (rest.length > 0) yield rest
}

/** What is unreadable reads as zeros. */
export function contentSource(content: Content, volume: ByteSource): ByteSource {
  async function fill(offset: number, target: Uint8Array): Promise<void> {
    checkRange(content.size, offset, target.length)
    target.fill(0)
    for await (const parts of contentExtents(content, volume, offset, offset + target.length)) {
      for (const part of parts) {
        if (part.from !== 'volume') continue
        for (let done = 0; done < part.length; done += MOST) {
          const start = part.offset - offset + done
          const piece = target.subarray(start, start + Math.min(MOST, part.length - done))
          await readInto(volume, part.at + done, piece)
        }
      }
    }
  }
  return {
    size: content.size,
    readInto: fill,
    async read(offset, length) {
      checkRange(content.size, offset, length)
      const bytes = new Uint8Array(length)
      await fill(offset, bytes)
      return bytes
    },
  }
}
