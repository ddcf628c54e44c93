/** The virtual disk: its bytes, where they are from, its partitions, and raw images of it. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import type { ChainExtent } from '../../engine/disk/map-chain.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import type { Volumes } from '../../engine/volumes/read-volumes.ts'
import { call } from './call.ts'
import type { SaveResult, SaveTarget } from './save.ts'

/** Bytes of the virtual disk, before or after the replay. */
export interface DiskWindow extends ByteRange {
  readonly state: State
}

/** `undefined` where there is no disk, or nothing to replay. */
export interface VolumesOfStates {
  readonly before: Volumes | undefined
  readonly after: Volumes | undefined
}

export const disk = {
  /** What a guest reads, up to `MAX_PAGE_BYTES` and the end of the disk; what cannot be had is zero. */
  read: call<DiskWindow, Uint8Array>(),
  /** Where these bytes are from. */
  map: call<DiskWindow, readonly ChainExtent[]>(),
  volumes: call<object, VolumesOfStates>(),
  /** Writes a part of the disk into `target` as a raw image. As `save.copy` else. */
  save: call<DiskWindow & SaveTarget, SaveResult>(),
  /** The same as a Blob, for a download. */
  blob: call<DiskWindow, Blob>(),
}
