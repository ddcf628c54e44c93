/** A file read as a VHDX through any byte source: on disk, or as a replay would leave it. */
import type { ByteRange, ByteSource } from '../bytes/byte-source.ts'
import type { Finding } from '../findings/finding.ts'
import type { FileIdentifier } from '../format/file-identifier.ts'
import type { Bat } from './bat.ts'
import type { Geometry } from './geometry.ts'
import type { Headers } from './headers.ts'
import type { Metadata } from './metadata.ts'
import type { RegionTables } from './region-tables.ts'

/** What a file is by its magic numbers. */
export type FileKind =
  | 'vhdx'
  | 'vhd'
  | 'vmdk'
  | 'qcow2'
  | 'vdi'
  | 'raw-gpt'
  | 'raw-mbr'
  | 'zip'
  | 'gzip'
  | 'iso'
  | 'all-zero'
  | 'empty'
  | 'unknown'

export interface Identity {
  readonly kind: FileKind
  readonly at: ByteRange
  readonly values: FileIdentifier | undefined
  readonly findings: readonly Finding[]
}

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
