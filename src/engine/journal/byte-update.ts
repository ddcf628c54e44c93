/** Changes of metadata structures as bytes, before they are journalled: what an edit asks for. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { type Preview, preview } from '../update/preview.ts'
import type { PlainContent } from '../update/step.ts'

/** New bytes for a place of the file; any offset, any length. */
export interface ByteUpdate {
  readonly offset: number
  readonly content: PlainContent
}

/** The file as it would be with the updates made, the last one of a byte winning. */
export const withUpdates = (source: ByteSource, updates: readonly ByteUpdate[]): Preview =>
  preview(
    source,
    updates.map((update) => ({ kind: 'write', cause: { kind: 'edit' }, ...update })),
  )
