/** A file read as a VHDX through any byte source: on disk, or as a replay would leave it. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { type Finding, finding } from '../findings/finding.ts'
import { FILE_IDENTIFIER_OFFSET, HEADER_SECTION_SIZE } from '../format/layout.ts'
import { type Bat, openBat } from './bat/bat.ts'
import { type Headers, readHeaders } from './headers/headers.ts'
import { type Identity, identify } from './identify.ts'
import { type Geometry, geometryOf } from './metadata/geometry.ts'
import { type Metadata, readMetadata } from './metadata/metadata.ts'
import { type RegionTables, readRegionTables } from './regions/region-tables.ts'

/** Plain data but for `source`; every part keeps its own findings. */
export interface Image {
  readonly source: ByteSource
  readonly identity: Identity
  readonly headers: Headers
  readonly regionTables: RegionTables
  readonly metadata: Metadata | undefined
  readonly geometry: Geometry | undefined
  readonly bat: Bat | undefined
  /** About how the parts fit together. */
  readonly findings: readonly Finding[]
}

/**
 * Reads the header section at once, then the metadata; never the BAT. What is wrong with the file is
 * in the findings; only the source's own errors and the signal's abort are thrown. Where the log is
 * and whether it may be there is told by `findLogRegion` and `logOverlapFindings`.
 */
export async function readImage(source: ByteSource, run?: Run): Promise<Image> {
  run?.signal?.throwIfAborted()
  const near = await withHead(source)
  const identity = await identify(near)
  const headers = await readHeaders(near)
  const regionTables = await readRegionTables(near)
  run?.signal?.throwIfAborted()
  const metadata = regionTables.metadata && (await readMetadata(source, regionTables.metadata))
  const geometry = metadata && geometryOf(metadata)
  const place = regionTables.bat && geometry && openBat(regionTables.bat, geometry, source.size)
  return {
    source,
    identity,
    headers,
    regionTables,
    metadata,
    geometry,
    bat: place?.bat,
    findings: [...identityFindings(identity, headers), ...(place?.findings ?? [])],
  }
}

/** `source` with its header section already read. */
async function withHead(source: ByteSource): Promise<ByteSource> {
  const head = await source.read(0, Math.min(source.size, HEADER_SECTION_SIZE))
  return {
    size: source.size,
    get held() {
      return source.held
    },
    read: async (offset, length) =>
      offset + length <= head.length
        ? head.slice(offset, offset + length)
        : source.read(offset, length),
  }
}

/** By its identifier, or, where that is damaged, by a header that verifies: nothing else has such. */
export const isVhdx = ({ identity, headers }: Pick<Image, 'identity' | 'headers'>): boolean =>
  identity.kind === 'vhdx' || headers.copies.some(({ valid }) => valid)

/** The beginning may be lost where the rest is not. */
function identityFindings({ kind }: Identity, { copies }: Headers): readonly Finding[] {
  const valid = copies.find((copy) => copy.valid)
  if (kind === 'vhdx' || valid === undefined) return []
  const at = { offset: FILE_IDENTIFIER_OFFSET, length: 8 }
  return [finding('file.identifier-damaged', at, { copy: valid.copy })]
}
