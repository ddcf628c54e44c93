/** A file system as its first structures tell of it: which one, how large, and how it was left. */

export interface FileSystem {
  /** "NTFS", "ext4". */
  readonly kind: string
  /** What the user has called it, where it says so. */
  readonly label?: string
  /** As the system writes it: a UUID, or the serial number of a FAT or NTFS volume. */
  readonly id?: string
  /** Bytes, as it says itself: more than its partition has, where one of the two is wrong. */
  readonly size?: bigint
  /** How it was left; nothing where its first structures do not say it. */
  readonly state?: FileSystemState
  /** What says that it is not clean. */
  readonly signs?: readonly StateSign[]
}

/**
 * clean: it was closed. unclean: it was not, as that of any machine that is running or was stopped. errors: whoever
 * used it has found that something is wrong in it.
 */
export type FileSystemState = 'clean' | 'unclean' | 'errors'

/**
 * journal: changes wait in it for being carried out. in-use: it is marked as in use. errors: somebody has recorded
 * errors. unfinished: it was never made to its end.
 */
export type StateSign = 'journal' | 'in-use' | 'errors' | 'unfinished'

/** What a reader of one kind of file system finds, `undefined` of what is not told. */
export interface FoundFileSystem {
  readonly kind: string
  readonly label?: string | undefined
  readonly id?: string | undefined
  /** Zero is none. */
  readonly size?: bigint | undefined
  readonly signs?: readonly StateSign[] | undefined
  /** Whether one without signs says that it is clean. */
  readonly tellsClean?: boolean | undefined
}

const GRAVE: readonly StateSign[] = ['errors', 'unfinished']

export function fileSystemOf(found: FoundFileSystem): FileSystem {
  const { kind, label, id, size, signs = [], tellsClean } = found
  const state = signs.some((sign) => GRAVE.includes(sign)) ? 'errors' : 'unclean'
  return {
    kind,
    ...(id !== undefined && { id }),
    ...(label !== undefined && { label }),
    ...(size && { size }),
    ...(signs.length > 0 ? { state, signs } : tellsClean && { state: 'clean' }),
  }
}

/** The signs whose condition holds, in order. */
export const signsOf = (
  ...told: readonly (readonly [StateSign, boolean])[]
): readonly StateSign[] => [
  ...new Set(told.flatMap(([sign, isThere]): readonly StateSign[] => (isThere ? [sign] : []))),
]
