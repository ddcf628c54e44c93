/** The virtual disk: its bytes, where they are from, its partitions, and new images of it. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import type { ChainExtent } from '../../engine/disk/map-chain.ts'
import type { Volumes } from '../../engine/guest/volumes/read-volumes.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import type { ImageFormat } from '../../engine/new-image/format-words.ts'
import { call } from './call.ts'
import type { BytePage } from './file.ts'
import type { SaveResult, SaveTarget } from './save.ts'

/** Bytes of the virtual disk, before or after the replay. */
export interface DiskWindow extends ByteRange {
  readonly state: State
}

/** A part of the disk, and which new image it is to be. */
export interface ImageWish extends DiskWindow {
  /** Default: raw. */
  readonly format?: ImageFormat | undefined
  /** Of a VHDX, in bytes. Default: that of the open file. */
  readonly blockSize?: number | undefined
  /** It takes the place of the open file, and has its disk ID. */
  readonly keepsId?: boolean | undefined
  /** Of a dynamic VHDX: what is proven to be free in the guest’s file systems is left out. */
  readonly dropsFree?: boolean | undefined
}

/** Whether anything may be left out of a new image because the guest’s file systems call it free. */
export interface FreeAnswer {
  readonly isAny: boolean
  /** Why not, or not more: a sentence or two for each volume. Text of the disk stands as it is. */
  readonly reasons: readonly string[]
}

/** What of it was left out, as a list to keep. */
export interface DroppedSpace {
  readonly bytes: number
  /** On the disk of the open file; the first of `count`. */
  readonly places: readonly ByteRange[]
  readonly count: number
}

/** What of the disk a new image does not have. */
export interface ImageGaps {
  /** That could not be read, and are zero in it. */
  readonly unreadableBytes: number
  /** Nothing where nothing was asked to be left out. */
  readonly dropped?: DroppedSpace
}

export type ImageResult = SaveResult & ImageGaps

export interface DiskBlob extends ImageGaps {
  readonly blob: Blob
}

/** `undefined` where there is no disk, or nothing to replay. */
export interface VolumesOfStates {
  readonly before: Volumes | undefined
  readonly after: Volumes | undefined
}

export const disk = {
  /**
   * What a guest reads, up to `MAX_PAGE_BYTES` and the end of the disk; what cannot be had is zero. Fails where
   * some of it is not in a skeleton.
   */
  read: call<DiskWindow, Uint8Array>(),
  /** The same, whatever is in a skeleton. */
  page: call<DiskWindow, BytePage>(),
  /** Where these bytes are from. */
  map: call<DiskWindow, readonly ChainExtent[]>(),
  volumes: call<object, VolumesOfStates>(),
  /** What `dropsFree` would do: reads the bitmaps of the file systems. */
  free: call<DiskWindow, FreeAnswer>(),
  /** Writes a part of the disk into `target` as a new image. As `save.copy` else. */
  save: call<ImageWish & SaveTarget, ImageResult>(),
  /** The same as a Blob, for a download. */
  blob: call<ImageWish, DiskBlob>(),
}
