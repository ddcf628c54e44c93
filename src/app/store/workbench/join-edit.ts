/** Takes an edit up behind others. Bytes that were typed one after the other are one edit. */
import type { Edit } from '../../../engine/journal/edit.ts'

type BytesEdit = Extract<Edit, { kind: 'bytes' }>

/** The most bytes of one edit that is made by typing. */
const LONGEST = 4096

/** Both in one, where they touch. */
function joined(a: BytesEdit, b: BytesEdit): BytesEdit | undefined {
  const end = Math.max(a.offset + a.bytes.length, b.offset + b.bytes.length)
  const offset = Math.min(a.offset, b.offset)
  const apart = b.offset > a.offset + a.bytes.length || b.offset + b.bytes.length < a.offset
  if (apart || end - offset > LONGEST) return undefined
  const bytes = new Uint8Array(end - offset)
  bytes.set(a.bytes, a.offset - offset)
  bytes.set(b.bytes, b.offset - offset)
  return { kind: 'bytes', offset, bytes }
}

export function joinEdit(edits: readonly Edit[], next: Edit): readonly Edit[] {
  const last = edits.at(-1)
  const both = last?.kind === 'bytes' && next.kind === 'bytes' ? joined(last, next) : undefined
  return both ? [...edits.slice(0, -1), both] : [...edits, next]
}
