/** Volumes of NTFS with a few files, made by hand, and what the engine reads of them. */
import { expect } from 'vitest'
import type { SparseFile } from '../engine/compose/sparse-file.ts'
import { filesOf } from './guest-files-of.ts'
import { readContent, readTree } from './guest-tree.ts'
import {
  fileRecord,
  MFT_CLUSTER,
  makeNtfs,
  NTFS_CLUSTER,
  type NtfsVolume,
  standardInformation,
} from './made-ntfs.ts'
import { indexRoot, type NamedFile, ROOT } from './made-ntfs-names.ts'

export const CLUSTERS = 2000
export const DIRECTORY = 0x1000_0000
/** Records from 16 on, away from the first ones. */
export const MFT = [
  [MFT_CLUSTER, 4],
  [1000, 12],
] as const

export type Records = NtfsVolume['records']

/** Names in the root, and records for what they lead to. */
export function ntfsWith(
  names: readonly NamedFile[],
  records: Records,
  rest: Partial<NtfsVolume> = {},
): SparseFile {
  const root = fileRecord([standardInformation(), indexRoot(names)], { flags: 3 })
  return makeNtfs({ clusters: CLUSTERS, mft: MFT, ...rest, records: { [ROOT]: root, ...records } })
}
export const ntfsOf = (attributes: readonly Uint8Array[], more: Records = {}): SparseFile =>
  ntfsWith([{ name: 'it', record: 20 }], {
    20: fileRecord([standardInformation(), ...attributes]),
    ...more,
  })
export const put = (file: SparseFile, cluster: number, bytes: Uint8Array): SparseFile => {
  file.put(cluster * NTFS_CLUSTER, bytes)
  return file
}
export const pattern = (length: number, seed = 1): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 7 + seed * 31 + (i >> 8)) & 0xff)
export const clusters = (count: number, seed = 1): Uint8Array => pattern(count * NTFS_CLUSTER, seed)
export const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(Buffer.concat([...parts]))

export const treeOf = async (file: SparseFile) => readTree(file, await filesOf(file))
export const statOf = async (file: SparseFile, node = 20) => {
  const stat = await (await filesOf(file)).stat(node)
  if (!stat.ok) throw new Error(stat.reason)
  return stat
}
export const extentsOf = async (file: SparseFile, node = 20, stream?: string) => {
  const all = []
  for await (const some of (await filesOf(file)).extents(node, stream)) all.push(...some)
  return all
}
export async function expectContent(file: SparseFile, expected: Uint8Array, stream?: string) {
  const content = await readContent({ volume: file, files: await filesOf(file), node: 20 }, stream)
  expect(content?.length).toBe(expected.length)
  expect(Buffer.compare(content ?? Buffer.of(), expected)).toBe(0)
}
export const unreadable = (extents: Awaited<ReturnType<typeof extentsOf>>) =>
  extents.flatMap((it) => (it.from === 'unreadable' ? [[it.offset, it.length, it.reason]] : []))
