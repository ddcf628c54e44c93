/** Random trees of files with odd names, made in a folder of the system for whoever copies them into a volume. */
import { chmod, link, lutimes, mkdir, open, symlink } from 'node:fs/promises'
import fc from 'fast-check'

/** What becomes of one name. Numbers of earlier nodes are taken modulo how many there are. */
export interface HostNode {
  readonly parent: number
  readonly name: Uint8Array
  readonly kind: 'file' | 'directory' | 'link' | 'hard-link'
  /** Pieces of random-looking bytes, with holes in front of them. */
  readonly pieces: readonly { readonly hole: number; readonly length: number }[]
  readonly target: Uint8Array
  readonly mode: number
  /** Seconds. */
  readonly modified: number
}

export interface MadeNode {
  readonly path: Uint8Array
  readonly kind: 'file' | 'directory' | 'link'
  readonly content: Uint8Array | undefined
  readonly mode: number
  readonly modified: number
  /** Which of the others it is another name of, by its place in the list. */
  readonly same: number
}

const byte = fc.integer({ min: 1, max: 255 }).filter((value) => value !== 0x2f)
const ODD_NAMES = [
  ' ',
  '...',
  '-rf',
  '"\'',
  'a\nb',
  '\\',
  '$(x)',
  'ünï',
  '日本語',
  '*?',
  '.hidden',
  '\x7f',
]
const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value))
const name = fc
  .oneof(
    fc.constantFrom(...ODD_NAMES).map(text),
    fc
      .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
      .map((value) => text(value.replace(/[/\0]/g, '_'))),
    fc
      .uint8Array({ minLength: 1, maxLength: 20 })
      .map((bytes) => bytes.map((value) => (value === 0 || value === 0x2f ? 0xff : value))),
    fc.constant(text('n'.repeat(255))),
  )
  .filter((bytes) => !['.', '..'].includes(Buffer.from(bytes).toString('latin1')))

const hostNode: fc.Arbitrary<HostNode> = fc.record({
  parent: fc.nat({ max: 1000 }),
  name,
  kind: fc.constantFrom('file', 'file', 'file', 'directory', 'directory', 'link', 'hard-link'),
  pieces: fc.oneof(
    fc.constant([]),
    fc.integer({ min: 1, max: 200 }).map((length) => [{ hole: 0, length }]),
    fc.array(
      fc.record({
        hole: fc.constantFrom(0, 0, 1, 5, 40, 100).map((n) => n * 4096),
        length: fc.nat({ max: 20_000 }),
      }),
      { maxLength: 8 },
    ),
  ),
  target: fc.array(byte, { minLength: 1, maxLength: 150 }).map((bytes) => Uint8Array.from(bytes)),
  mode: fc.nat({ max: 0xfff }),
  modified: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
})

export const hostTree = (maxLength: number): fc.Arbitrary<readonly HostNode[]> =>
  fc.array(hostNode, { minLength: Math.floor(maxLength / 2), maxLength, size: 'max' })

const joined = (folder: Uint8Array, last: Uint8Array): Uint8Array =>
  Uint8Array.from([...folder, 0x2f, ...last])

/** Makes what can be made of `tree` in `folder`; paths in the answer are from there on. */
export async function makeHostTree(
  folder: string,
  tree: readonly HostNode[],
): Promise<readonly MadeNode[]> {
  const made: MadeNode[] = []
  const folders: Uint8Array[] = [new Uint8Array()]
  const taken = new Set<string>()
  const onHost = (path: Uint8Array): Buffer => Buffer.concat([Buffer.from(folder), path])
  for (const { parent, name: last, kind, pieces, target, mode, modified } of tree) {
    const path = joined(folders[parent % folders.length] ?? new Uint8Array(), last)
    const key = Buffer.from(path).toString('latin1')
    if (taken.has(key) || path.length > 900) continue
    taken.add(key)
    const same = made.length
    if (kind === 'directory') {
      await mkdir(onHost(path))
      folders.push(path)
      made.push({ path, kind, content: undefined, mode: 0o755, modified, same })
    } else if (kind === 'link') {
      await symlink(Buffer.from(target), onHost(path))
      made.push({ path, kind, content: target, mode: 0o777, modified, same })
    } else {
      const files = made.flatMap((node, i) => (node.kind === 'file' && node.same === i ? [i] : []))
      const old = files[parent % Math.max(1, files.length)]
      const other = old === undefined ? undefined : made[old]
      if (kind === 'hard-link' && other && old !== undefined) {
        await link(onHost(other.path), onHost(path))
        made.push({ ...other, path, same: old })
      } else {
        const content = await writePieces(onHost(path), pieces)
        await chmod(onHost(path), mode)
        made.push({ path, kind: 'file', content, mode, modified, same })
      }
    }
  }
  // Those of folders last: what is made in them changes theirs.
  for (const { path, modified } of [...made].reverse()) {
    // A negative number would be the present.
    const time = new Date(modified * 1000)
    await lutimes(onHost(path), time, time)
  }
  return made
}

async function writePieces(path: Buffer, pieces: HostNode['pieces']): Promise<Uint8Array> {
  const file = await open(path, 'wx')
  try {
    const size = pieces.reduce((sum, { hole, length }) => sum + hole + length, 0)
    const content = new Uint8Array(size)
    let at = 0
    for (const { hole, length } of pieces) {
      at += hole
      for (let i = 0; i < length; i++)
        content[at + i] = 1 + ((((at + i) * 2654435761) >>> 13) % 255)
      await file.write(content, at, length, at)
      at += length
    }
    await file.truncate(size)
    return content
  } finally {
    await file.close()
  }
}
