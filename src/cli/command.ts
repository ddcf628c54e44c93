/** What the command line can be asked for. */
import type { Guid } from '../engine/bytes/guid.ts'
import type { SectorSize } from '../engine/image/disk-limits.ts'

/** Where the parents of a differencing disk are. */
export interface ChainOptions {
  /** Paths of files, in any order. */
  readonly parents: readonly string[]
  /** Look where the relative path of a parent locator leads. */
  readonly findParents: boolean
}

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | (ChainOptions & { readonly kind: 'inspect'; readonly image: string; readonly json: boolean })
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
      /** Do it; otherwise only say what would be done. */
      readonly yes: boolean
      /** Keep what is written over in a file of its own. */
      readonly undo: boolean
    }
  | { readonly kind: 'undo'; readonly undoFile: string; readonly image: string }
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
      readonly partition: number | undefined
      readonly offset: number | undefined
      readonly length: number | undefined
    })
  | { readonly kind: 'compose'; readonly recipe: string; readonly out: string }
  /** `message` is one sentence. */
  | { readonly kind: 'wrong'; readonly message: string }

export type CommandOf<Kind extends Command['kind']> = Extract<Command, { readonly kind: Kind }>
