/** What the command line can be asked for. */
import type { Guid } from '../engine/bytes/guid.ts'
import type { HashAlgorithm } from '../engine/bytes/hash/hash-names.ts'
import type { SectorSize } from '../engine/image/metadata/disk-limits.ts'
import type { ReportFormat } from '../engine/report/render-report.ts'

/** Where the parents of a differencing disk are. */
export interface ChainOptions {
  /** Paths of files, in any order. */
  readonly parents: readonly string[]
  /** Look where the relative path of a parent locator leads. */
  readonly findParents: boolean
}

/** A summary, or the report in one of its forms. */
export type InspectFormat = 'summary' | ReportFormat

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | (ChainOptions & {
      readonly kind: 'inspect'
      readonly image: string
      readonly format: InspectFormat
      /** Also what this program would do with the image. */
      readonly as: 'qemu' | undefined
      /** The path of a text that becomes part of the report. */
      readonly notes: string | undefined
      /** Of the image, for the report. */
      readonly hashes: readonly HashAlgorithm[]
    })
  | {
      readonly kind: 'replay'
      readonly image: string
      readonly out: string
      readonly fileWriteGuid: Guid | undefined
    }
  | {
      readonly kind: 'replay-in-place'
      readonly image: string
      readonly fileWriteGuid: Guid | undefined
      /** Do it unasked; otherwise say what would be done, and ask where somebody can answer. */
      readonly yes: boolean
      /** Keep what is written over in a file of its own. */
      readonly undo: boolean
    }
  | { readonly kind: 'undo'; readonly undoFile: string; readonly image: string }
  | {
      readonly kind: 'patch'
      readonly image: string
      readonly out: string
      readonly fileWriteGuid: Guid | undefined
    }
  | {
      readonly kind: 'apply'
      readonly patchFile: string
      readonly image: string
      /** Take it back. */
      readonly undo: boolean
    }
  /** Sizes in bytes, such as an image can have. */
  | {
      readonly kind: 'create'
      readonly out: string
      readonly size: number
      readonly blockSize: number
      readonly logicalSectorSize: SectorSize
      readonly logSize: number
    }
  /** `before`: as the disk is without the replay. */
  | (ChainOptions & {
      readonly kind: 'map'
      readonly image: string
      readonly json: boolean
      readonly before: boolean
    })
  /** Without a partition or a range, the whole disk; `offset` and `length` in bytes. */
  | (ChainOptions & {
      readonly kind: 'export'
      readonly image: string
      readonly out: string
      readonly before: boolean
      /** That is made of the export and printed. */
      readonly hash: HashAlgorithm | undefined
      readonly partition: number | undefined
      readonly offset: number | undefined
      readonly length: number | undefined
    })
  /** `after`: of the copy that a replay makes with this GUID. */
  | {
      readonly kind: 'hash'
      readonly image: string
      readonly algorithms: readonly HashAlgorithm[]
      readonly after: boolean
      readonly fileWriteGuid: Guid | undefined
    }
  /** Of the log. `guid`: as if the header named that LogGuid. */
  | { readonly kind: 'history'; readonly image: string; readonly json: boolean }
  | {
      readonly kind: 'trace'
      readonly image: string
      readonly guid: Guid | undefined
      readonly json: boolean
    }
  | { readonly kind: 'compose'; readonly recipe: string; readonly out: string }
  /** raw: the bytes to be put in place; else what they change. */
  | {
      readonly kind: 'repaired'
      readonly image: string
      readonly out: string
      readonly format: 'raw' | 'csv' | 'json'
    }
  /** `message` is one sentence. */
  | { readonly kind: 'wrong'; readonly message: string }

export type CommandOf<Kind extends Command['kind']> = Extract<Command, { readonly kind: Kind }>
