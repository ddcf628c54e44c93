/** What an inspection leaves unlooked at: a report that does not say so claims too much. */
import { upperFirst } from '../bytes/format.ts'
import type { Verdict } from '../diagnosis/verdict.ts'
import type { Inspection } from '../inspect/inspection.ts'

export interface AlsoDone {
  /** Whether parents were looked for. */
  readonly chain: boolean
  /** Whether the whole file was hashed. */
  readonly hashes: boolean
  /** Whether the files of the guest were compared. */
  readonly affected: boolean
  /** Says itself what it does not rest on. */
  readonly verdict: Pick<Verdict, 'diagnoses' | 'notLooked'> | undefined
}

/** Sentences, the most important ones first. */
export function notChecked(
  inspection: Inspection,
  { chain, hashes, affected, verdict }: AlsoDone,
): readonly string[] {
  const { outcome, before, after, log } = inspection
  const notLooked = (verdict?.notLooked ?? []).map((what) => `${upperFirst(what)}.`)
  if (outcome === 'not-vhdx') {
    const isWiped = verdict?.diagnoses.some(({ id }) => id === 'head-wiped')
    return [
      isWiped
        ? 'The disk: nothing at the beginning of the file says where it is, and a salvage has to be made first.'
        : 'Everything but the signatures that tell what kind of file it is: it is not a VHDX.',
      ...notLooked,
    ]
  }
  const image = after ?? before
  const isChild = image.geometry?.kind === 'differencing'
  return [
    affected
      ? 'The contents of the virtual disk: of its file systems what describes the files, and contents where they differ; whether they are in order only their own tools can tell.'
      : 'The contents of the virtual disk: of its file systems the first structures at the most; whether they are in order only their own tools can tell.',
    ...(image.bat && !image.census
      ? ['The block allocation table: it had not been read to its end when this was made.']
      : []),
    ...(image.census ? ['Space that no structure owns, beyond the first 64 MiB of it.'] : []),
    ...notLooked,
    ...(log ? [] : ['The log: nothing says where it is, or it cannot be there.']),
    ...(outcome === 'refused'
      ? ['What a replay would make of the file: the format forbids it, so there is none.']
      : []),
    ...(isChild && !chain ? ['The parents of this child disk: none was given.'] : []),
    ...(hashes ? [] : ['The file as a whole: no hash of it was computed.']),
  ]
}
