/** Files of a guest that are only said to be there: trees of names for tests of whatever goes through them. */
import type { ByteRange, ByteSource } from '../engine/bytes/byte-source.ts'
import { MemoryFile } from '../engine/bytes/memory-file.ts'
import { type Refused, refused } from '../engine/bytes/refused.ts'
import type {
  DirectoryEntry,
  GuestFiles,
  NodeId,
  NodeKind,
  Stat,
} from '../engine/guest/guest-files.ts'

/** A file is its content; a directory is its names; `Same` is another name of a node that is there already. */
export type FakeNode = string | Uint8Array | FakeDirectory | Same
export interface FakeDirectory {
  readonly [name: string]: FakeNode
}

/** Another name of what is at these names from the root: `new Same()` is the root itself. */
export class Same {
  readonly names: readonly string[]
  constructor(...names: readonly string[]) {
    this.names = names
  }
}

export interface FakeOptions {
  readonly ignoresCase?: true
  /** Directories say of nothing in them what it is. */
  readonly hidesKinds?: boolean
  /** Entries of a part of a listing. Default: 2. */
  readonly perPart?: number
  /** Problems of directories, by their path. */
  readonly problems?: Readonly<Record<string, string>>
  /** Paths of what cannot be read. */
  readonly unreadable?: readonly string[]
}

interface Made {
  readonly node: NodeId
  readonly path: string
  readonly content: Uint8Array | undefined
  readonly entries: DirectoryEntry[]
}

/** Entries of a directory lie at places of their own, 32 bytes each; contents behind each other from 1 MiB on. */
const ENTRY = 32
const CONTENTS = 1024 * 1024

/** The numbers of nodes are those of the order in which they are first met, from 2, the root, on. */
export function fakeGuestFiles(root: FakeDirectory, options: FakeOptions = {}): GuestFiles {
  const { hidesKinds, perPart = 2, problems = {}, unreadable = [] } = options
  const nodes = new Map<NodeId, Made>()
  const again: (() => void)[] = []
  let entries = 0

  function make(node: Exclude<FakeNode, Same>, path: string): Made {
    const content =
      typeof node === 'string'
        ? new TextEncoder().encode(node)
        : node instanceof Uint8Array
          ? node
          : undefined
    const made: Made = { node: nodes.size + 2, path, content, entries: [] }
    nodes.set(made.node, made)
    if (content === undefined) fill(made, node as FakeDirectory)
    return made
  }

  function fill(directory: Made, names: FakeDirectory): void {
    for (const [name, child] of Object.entries(names)) {
      const at: ByteRange = { offset: ENTRY * entries++, length: ENTRY }
      const add = (made: Made, place: number): void => {
        const kind = hidesKinds ? undefined : kindOf(made)
        directory.entries[place] = { name, node: made.node, kind, at }
      }
      const place = directory.entries.length
      if (child instanceof Same) {
        directory.entries.length++
        again.push(() => add(find(child.names), place))
      } else {
        directory.entries.length++
        add(make(child, `${directory.path}/${name}`), place)
      }
    }
  }

  function find(names: readonly string[]): Made {
    let at = top
    for (const name of names) {
      const entry = at.entries.find((each) => each?.name === name)
      const next = entry && nodes.get(entry.node)
      if (!next) throw new Error(`There is no ${name} in ${at.path}/.`)
      at = next
    }
    return at
  }

  const top = make(root, '')
  for (const add of again) add()

  const readable = (node: NodeId): Made | Refused => {
    const made = nodes.get(node)
    if (made === undefined) return refused(`There is no node ${node}.`)
    return unreadable.includes(made.path) ? refused(`Node ${node} is damaged.`) : made
  }
  const placeOf = (node: NodeId): ByteRange => ({ offset: ENTRY * node, length: ENTRY })
  /** Where the content of a node would begin. */
  const startOf = (node: NodeId): number => {
    let at = CONTENTS
    for (const [each, { content }] of nodes) if (each < node) at += content?.length ?? 0
    return at
  }

  return {
    ok: true,
    root: top.node,
    notes: [],
    ...(options.ignoresCase && { ignoresCase: true }),
    async *list(node) {
      const made = readable(node)
      if ('ok' in made) return yield { entries: [], problems: [made.reason] }
      if (made.content) return yield { entries: [], problems: ['It is no directory.'] }
      for (let at = 0; at < made.entries.length; at += perPart) {
        yield { entries: made.entries.slice(at, at + perPart), problems: [] }
      }
      const problem = problems[made.path === '' ? '/' : made.path]
      if (problem !== undefined) yield { entries: [], problems: [problem] }
    },
    async stat(node): Promise<Stat | Refused> {
      const made = readable(node)
      if ('ok' in made) return made
      const size = BigInt(made.content?.length ?? 0)
      const record = placeOf(node)
      return {
        ok: true,
        kind: kindOf(made),
        size,
        allocated: size,
        times: {},
        record,
        problems: [],
      }
    },
    async *extents(node) {
      const made = readable(node)
      if ('ok' in made || !made.content?.length) return
      yield [{ offset: 0, length: made.content.length, from: 'volume', at: startOf(node) }]
    },
    async open(node): Promise<ByteSource | Refused> {
      const made = readable(node)
      if ('ok' in made) return made
      return made.content ? new MemoryFile(made.content) : refused('It is a directory.')
    },
    async *footprints() {
      yield [...nodes.values()].map((made) => ({
        node: made.node,
        kind: kindOf(made),
        size: BigInt(made.content?.length ?? 0),
        record: placeOf(made.node),
        content: made.content?.length
          ? [{ offset: startOf(made.node), length: made.content.length }]
          : made.entries.map(({ at }) => at),
        structure: [],
      }))
    },
  }
}

const kindOf = ({ content }: Made): NodeKind => (content ? 'file' : 'directory')
