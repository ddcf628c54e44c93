/** What an inspection leaves unlooked at: a report that does not say so claims too much. */
import type { Inspection } from '../inspect/inspection.ts'

export interface AlsoDone {
  /** Whether parents were looked for. */
  readonly chain: boolean
  /** Whether the whole file was hashed. */
  readonly hashes: boolean
}

/** Sentences, the most important ones first. */
export function notChecked(inspection: Inspection, { chain, hashes }: AlsoDone): readonly string[] {
  const { outcome, before, after, log } = inspection
  if (outcome === 'not-vhdx') {
    return ['Everything but the signatures that tell what kind of file it is: it is not a VHDX.']
  }
  const image = after ?? before
  const isChild = image.geometry?.kind === 'differencing'
  return [
    'The contents of the virtual disk: of its file systems the first structures at the most; whether they are in order only their own tools can tell.',
    ...(image.bat && !image.census
      ? ['The block allocation table: it had not been read to its end when this was made.']
      : []),
    ...(image.census ? ['Space that no structure owns, beyond the first 64 MiB of it.'] : []),
    ...(log ? [] : ['The log: nothing says where it is, or it cannot be there.']),
    ...(outcome === 'refused'
      ? ['What a replay would make of the file: the format forbids it, so there is none.']
      : []),
    ...(isChild && !chain ? ['The parents of this child disk: none was given.'] : []),
    ...(hashes ? [] : ['The file as a whole: no hash of it was computed.']),
  ]
}
