/** What the command line can be asked for. */
import type { Guid } from '../engine/bytes/guid.ts'
import type { SectorSize } from '../engine/image/disk-limits.ts'

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'inspect'; readonly image: string; readonly json: boolean }
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
  | { readonly kind: 'compose'; readonly recipe: string; readonly out: string }
  /** `message` is one sentence. */
  | { readonly kind: 'wrong'; readonly message: string }

export type CommandOf<Kind extends Command['kind']> = Extract<Command, { readonly kind: Kind }>
