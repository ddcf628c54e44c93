/** A save as the store has it. */

import type { Hash, HashAlgorithm } from '../../../engine/bytes/hash/hash-names.ts'
import type { WrittenKind } from '../../../engine/inspect/evidence.ts'
import type { DroppedSpace, ImageWish } from '../../../worker/protocol/disk.ts'
import type { SavedFiles } from '../../../worker/protocol/files.ts'
import type { Calls, SavePhase } from '../../../worker/protocol/protocol.ts'
import type { Pace } from '../pace.ts'

/** A save from its start to its end, whichever end that is. */
export type StartedSave =
  | {
      readonly status: 'running'
      readonly name: string
      /** That is made on the way. */
      readonly hash: HashAlgorithm | undefined
      readonly phase: SavePhase
      readonly done: number
      readonly total: number
      readonly pace: Pace | undefined
      readonly cancelling: boolean
    }
  | {
      readonly status: 'saved'
      readonly name: string
      readonly folder: string
      readonly size: number
      readonly verifiedBytes: number
      /** Of a disk: what could not be read and is zero. */
      readonly unreadableBytes: number
      /** Of a new image: what was left out because the guest’s file systems call it free. */
      readonly dropped?: DroppedSpace | undefined
      /** Of the new file, written and read back. */
      readonly hash: Hash | undefined
    }
  | { readonly status: 'cancelled'; readonly name: string }
  | {
      readonly status: 'failed'
      readonly name: string
      readonly hash: HashAlgorithm | undefined
      readonly phase: SavePhase
      /** One sentence. */
      readonly message: string
      /** The file that we made and could not remove again. */
      readonly leftover: string | undefined
    }

export type SaveJob = { readonly status: 'idle' } | StartedSave

/**
 * What is saved: the image with the log applied (the default), or salvaged, the image of the workbench as it is, or
 * a part of the virtual disk: its bytes, or a new image of it.
 */
export type SavedImage = 'replayed' | 'salvaged' | 'kept' | 'disk' | 'image'

/** What the report calls it. */
export const writtenKind = (what: SavedImage, disk: ImageWish | undefined): WrittenKind =>
  what === 'disk' || what === 'image' ? (disk?.format ?? 'raw') : what

export interface SaveOptions {
  readonly what?: SavedImage | undefined
  /** Where it is a part of the disk that is saved. */
  readonly disk?: ImageWish | undefined
  readonly hash?: HashAlgorithm | undefined
}

export interface SavingActions {
  /** Writes a copy as `name` into `folder`; refuses a name that exists. */
  saveCopy(folder: FileSystemDirectoryHandle, name: string, options?: SaveOptions): Promise<void>
  /**
   * Writes files of the guest into `folder`, under names that are not taken there. Rejects as the call does, with
   * nothing left behind; while it runs, `save` says how far it is.
   */
  saveFiles(
    folder: FileSystemDirectoryHandle,
    wish: Omit<Calls['files.save']['params'], 'target'>,
  ): Promise<SavedFiles>
  cancelSave(): void
  forgetSave(): void
}
