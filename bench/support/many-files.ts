/** A tree of as many files as one likes, which is only said to be there: names and facts are made as they are asked for. */
import type {
  DirectoryEntry,
  Footprint,
  GuestFiles,
  Stat,
} from '../../src/engine/guest/guest-files.ts'

export interface ManyFiles {
  readonly folders: number
  /** In each of them. */
  readonly files: number
  /** How many names a file says that it has. Default: 1. */
  readonly links?: number
}

/** Large enough that whoever takes them out has to remember them. */
const SIZE = 100_000
const ENTRY = 64
const PART = 1000
const ROOT = 2

/** Folders in the root, and files in each of them; nodes are numbered as they come. */
export function manyFiles({ folders, files, links = 1 }: ManyFiles): GuestFiles {
  const count = folders * files
  const firstFile = ROOT + 1 + folders
  const isFolder = (node: number): boolean => node < firstFile
  const recordOf = (node: number) => ({ offset: ENTRY * node, length: ENTRY })
  const contentAt = ENTRY * (firstFile + count)
  const entryOf = (node: number): DirectoryEntry => ({
    name: `${isFolder(node) ? 'folder' : 'a file with a name of some length'} ${node}`,
    node,
    kind: isFolder(node) ? 'directory' : 'file',
    at: recordOf(node),
  })
  async function* list(directory: number) {
    const first = directory === ROOT ? ROOT + 1 : firstFile + (directory - ROOT - 1) * files
    const end = first + (directory === ROOT ? folders : isFolder(directory) ? files : 0)
    for (let from = first; from < end; from += PART) {
      const length = Math.min(PART, end - from)
      yield { entries: Array.from({ length }, (_, i) => entryOf(from + i)), problems: [] }
    }
  }
  const statOf = (node: number): Stat => ({
    ok: true,
    kind: isFolder(node) ? 'directory' : 'file',
    size: isFolder(node) ? 0n : BigInt(SIZE),
    allocated: 0n,
    times: {},
    links: isFolder(node) ? 1 : links,
    record: recordOf(node),
    problems: [],
  })
  const footprintOf = (node: number): Footprint => ({
    node,
    kind: isFolder(node) ? 'directory' : 'file',
    size: isFolder(node) ? 0n : BigInt(SIZE),
    record: recordOf(node),
    content: isFolder(node) ? [] : [{ offset: contentAt + SIZE * node, length: SIZE }],
    structure: [],
  })
  return {
    ok: true,
    root: ROOT,
    notes: [],
    list,
    stat: async (node) => statOf(node),
    async *extents(node) {
      if (isFolder(node)) return
      yield [{ offset: 0, length: SIZE, from: 'volume', at: contentAt + SIZE * node }]
    },
    open: async () => ({ size: SIZE, read: async (_at, length) => new Uint8Array(length) }),
    async *footprints() {
      for (let from = ROOT; from < firstFile + count; from += PART) {
        const length = Math.min(PART, firstFile + count - from)
        yield Array.from({ length }, (_, i) => footprintOf(from + i))
      }
    },
  }
}
