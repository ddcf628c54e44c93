/** The skeleton of the open file: everything of it but the data of its disk. */
import type { SkeletonContents } from '../../engine/skeleton/skeleton-contents.ts'
import { call } from './call.ts'

export interface SkeletonRequest {
  /** Of the file. */
  readonly name: string
  /** Blank the paths of parents, and leave the name out. */
  readonly blankPaths: boolean
}

export const skeleton = {
  /** What would be in it, and what not. Fails where there can be none. */
  contents: call<SkeletonRequest, SkeletonContents>(),
  /** The skeleton itself, read back. */
  make: call<SkeletonRequest, Blob>(),
}
