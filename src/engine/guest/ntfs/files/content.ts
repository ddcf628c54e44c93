/** What is in a file of NTFS, part by part and byte by byte: both by the same parts. */
import {
  type ByteRange,
  type ByteSource,
  checkRange,
  readInto,
} from '../../../bytes/byte-source.ts'
import { clipRange, endOf } from '../../../bytes/ranges.ts'
import { MIB } from '../../../format/layout.ts'
import type { FileExtent } from '../../guest-files.ts'
import { compressedParts, UnitCache } from './compression-units.ts'
import { PlaceParts } from './place-parts.ts'
import type { RunList } from './run-list.ts'
import type { NtfsStream } from './stream.ts'

export interface Content {
  readonly size: number
  /** Those that have something of `range`, in order and as long as they are; without a range all of them. */
  parts(range?: ByteRange): AsyncIterable<readonly FileExtent[]>
  /** All of them; what is compressed is unpacked, and what of it cannot be is unreadable. */
  provenParts(): AsyncIterable<readonly FileExtent[]>
  /** What they say, as bytes. */
  readonly source: ByteSource
}

/** A stream as a content. `hidden` says why what lies in the volume is not what the file has. */
export function contentOf(
  volume: ByteSource,
  stream: NtfsStream,
  { clusterSize, hidden }: { readonly clusterSize: number; readonly hidden: string | undefined },
): Content {
  const size = Number(stream.size)
  const { body, compression } = stream
  const reason = hidden ?? unreadReason(stream, clusterSize)
  const units = new UnitCache(volume, clusterSize * stream.unitClusters)
  const all = { offset: 0, length: size }

  async function* parts(range: ByteRange = all): AsyncGenerator<readonly FileExtent[]> {
    const wanted = clipRange(range, all)
    if (wanted.length === 0) return
    if (reason !== undefined) yield [{ ...all, from: 'unreadable', reason }]
    else if (body.in === 'record') yield [{ ...all, from: 'record', at: body.at }]
    else yield* (compression === 0 ? plainParts : compressed)(body.runs, wanted)
  }
  const places = new PlaceParts({
    clusterSize,
    size,
    initialized: Math.min(size, Number(stream.initialized)),
    volumeSize: volume.size,
  })
  async function* plainParts(runs: RunList, wanted: ByteRange) {
    for await (const some of runs.from(Math.floor(wanted.offset / clusterSize))) {
      const found: FileExtent[] = []
      for (const run of some) {
        if (run.vcn * clusterSize >= endOf(wanted)) break
        places.add(run, found)
      }
      if (found.length > 0) yield found
      const last = some.at(-1)
      if (last && (last.vcn + last.length) * clusterSize >= endOf(wanted)) return
    }
  }
  const compressed = (runs: RunList, wanted: ByteRange) =>
    compressedParts(runs, places, { wanted, unitClusters: stream.unitClusters })

  async function* provenParts(): AsyncGenerator<readonly FileExtent[]> {
    for await (const some of parts()) {
      if (compression === 0) yield some
      else for (const part of some) yield await proven(part)
    }
  }
  async function proven(part: FileExtent): Promise<readonly FileExtent[]> {
    try {
      return part.from === 'compressed' ? await units.provenParts(part) : [part]
    } catch {
      // That its places cannot be read is for whoever reads them.
      return [part]
    }
  }

  async function fill(offset: number, target: Uint8Array): Promise<void> {
    const wanted = { offset, length: target.length }
    target.fill(0)
    for await (const some of parts(wanted)) {
      for (const part of some) {
        const { offset: from, length } = clipRange(part, wanted)
        if (length === 0) continue
        const into = target.subarray(from - offset, from - offset + length)
        const skipped = from - part.offset
        if (part.from === 'volume') await readPieces(volume, part.at + skipped, into)
        else if (part.from === 'compressed') await units.readInto(part, skipped, into)
        else if (part.from === 'record' && body.in === 'record') {
          into.set(body.bytes.subarray(skipped, skipped + length))
        }
      }
    }
  }
  return {
    size,
    parts,
    provenParts,
    source: {
      size,
      async read(offset, length) {
        checkRange(size, offset, length)
        const bytes = new Uint8Array(length)
        await fill(offset, bytes)
        return bytes
      },
      async readInto(offset, target) {
        checkRange(size, offset, target.length)
        await fill(offset, target)
      },
    },
  }
}

/** A MiB at a time. */
async function readPieces(volume: ByteSource, at: number, target: Uint8Array): Promise<void> {
  for (let done = 0; done < target.length; done += MIB) {
    await readInto(volume, at + done, target.subarray(done, done + MIB))
  }
}

/** Why its bytes cannot be had from what lies in the volume. */
function unreadReason(stream: NtfsStream, clusterSize: number): string | undefined {
  const { isEncrypted, compression, unitClusters } = stream
  if (isEncrypted) return 'It is encrypted (EFS).'
  if (compression > 1) return `It is compressed in a way that is not known (${compression}).`
  if (compression === 1 && (unitClusters < 2 || unitClusters * clusterSize > MIB)) {
    return 'It is compressed in units of a size that cannot be.'
  }
  return undefined
}
