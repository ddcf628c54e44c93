/** A new image as data: parts, for whoever writes them. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import type { PartSurvey } from '../disk/disk-parts.ts'
import type { BlockFate } from './block-choice.ts'
import type { ImageFormat } from './format-words.ts'

/** Bytes of the new file from `offset` on. Parts lie one behind the other and make the whole file. */
export type NewPart =
  | { readonly kind: 'bytes'; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly kind: 'zeros'; readonly offset: number; readonly length: number }
  /** What the source’s disk has at `at`. */
  | { readonly kind: 'disk'; readonly offset: number; readonly at: ByteRange }

export interface NewImagePlan {
  readonly ok: true
  readonly format: ImageFormat
  /** Of the file, in bytes. */
  readonly size: number
  /** Of its disk, in bytes: the range, and zeros behind it where the format asks for them. */
  readonly diskSize: number
  /** Which bytes of the source’s disk it is made of. */
  readonly range: ByteRange
  /** Bytes of the range; nothing of it is missing, and what cannot be read reads as zeros. */
  readonly survey: PartSurvey
  /** Of a dynamic VHDX: how many of its blocks are what. */
  readonly blocks?: Readonly<Record<BlockFate, number>>
  /** Of a VHDX, in bytes. */
  readonly blockSize?: number
  /** What else somebody should know of it before it is written: sentences. */
  readonly notes: readonly string[]
  /** What was left out because the guest’s file systems call it free: runs on the source’s disk, in order. */
  dropped(): Iterable<ByteRange>
  /** Anew with each call. Reads nothing of the source. */
  parts(run?: Run): AsyncIterable<NewPart>
}
