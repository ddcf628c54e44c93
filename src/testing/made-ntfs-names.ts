/** Directories of NTFS, made by hand: names, the root of their tree, and its blocks. */
import { structure } from './guest-volumes.ts'
import { guarded, NTFS_CLUSTER, resident, wide } from './made-ntfs.ts'

export const FILE_NAME = 0x30
export const INDEX_ROOT = 0x90
export const INDEX_ALLOCATION = 0xa0
export const BITMAP = 0xb0
/** The record of the root directory. */
export const ROOT = 5
/** Bytes of a block of names, as the roots here say. */
export const INDEX_BLOCK = 4096

export interface NamedFile {
  readonly name: string
  readonly record: number
  /** Of the record; 1 where nothing is said. */
  readonly sequence?: number
  readonly parent?: number
  /** 0 is POSIX, 1 Windows, 2 DOS, 3 both of the latter. */
  readonly space?: number
  /** As bits: 0x10000000 is a directory. */
  readonly flags?: number
}

/** The structure FILE_NAME. */
export const fileName = ({ name, parent = ROOT, space = 1, flags = 0x20 }: NamedFile) =>
  structure(66 + 2 * name.length, [
    [0, 4, parent],
    [6, 2, 1],
    [56, 4, flags],
    [64, 1, name.length],
    [65, 1, space],
    ...wide(66, name),
  ])

/** An entry of an index; the last one has no name. With `child`, it says which block lies before it. */
function indexEntry(file: NamedFile | undefined, child: number | undefined): Uint8Array {
  const key = file ? fileName(file) : new Uint8Array()
  const length = Math.ceil((16 + key.length) / 8) * 8 + (child === undefined ? 0 : 8)
  const entry = structure(length, [
    [0, 4, file?.record ?? 0],
    [6, 2, file ? (file.sequence ?? 1) : 0],
    [8, 2, length],
    [10, 2, key.length],
    [12, 2, (child === undefined ? 0 : 1) + (file ? 0 : 2)],
    ...(child === undefined ? [] : ([[length - 8, 8, child]] as const)),
  ])
  entry.set(key, 16)
  return entry
}

/** Header and entries of a node of names; `children` are the blocks before its entries, and before its end. */
function indexNode(
  files: readonly NamedFile[],
  first: number,
  children?: readonly number[],
): Uint8Array {
  const entries = [...files, undefined].flatMap((file, i) => [
    ...indexEntry(file, children?.[i] ?? undefined),
  ])
  const node = structure(first + entries.length, [
    [0, 4, first],
    [4, 4, first + entries.length],
    [8, 4, first + entries.length],
    [12, 4, children ? 1 : 0],
  ])
  node.set(entries, first)
  return node
}

/** The root of a directory's names, as an attribute. */
export function indexRoot(files: readonly NamedFile[], children?: readonly number[]): Uint8Array {
  const node = indexNode(files, 16, children)
  const value = structure(16 + node.length, [
    [0, 4, FILE_NAME],
    [4, 4, 1],
    [8, 4, INDEX_BLOCK],
    [12, 1, INDEX_BLOCK / NTFS_CLUSTER],
  ])
  value.set(node, 16)
  return resident(INDEX_ROOT, value, '$I30')
}

/** A block of names, with its guards. */
export function indexBlock(
  vcn: number,
  files: readonly NamedFile[],
  children?: readonly number[],
): Uint8Array {
  const block = structure(
    INDEX_BLOCK,
    [
      [4, 2, 0x28],
      [6, 2, 1 + INDEX_BLOCK / 512],
      [16, 8, vcn],
    ],
    [[0, 'INDX']],
  )
  // Behind the guards.
  block.set(indexNode(files, 0x28, children), 24)
  return guarded(block, 3)
}
