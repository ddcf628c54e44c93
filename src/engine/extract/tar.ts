/** Files of a guest as a tar archive: POSIX pax interchange format (IEEE Std 1003.1, pax), in parts. */
import type { UnreadablePart } from './extract-words.ts'
import type { Part } from './part.ts'
import type { ExtractItem, FileItem } from './plan-extract.ts'
import { endOfArchive, memberHeader, padding } from './tar-header.ts'

export interface TarInput {
  /** With names for the target `tar`. */
  readonly items: AsyncIterable<ExtractItem>
  /** Exactly as many bytes as the item has. */
  readonly contentOf: (item: FileItem) => AsyncIterable<Part>
  /** Is told of each item when it comes: problems and what is special have no member. */
  readonly onItem?: (item: ExtractItem) => void
  readonly onUnreadable?: ((part: UnreadablePart) => void) | undefined
}

/** Nothing of it is `unreadable`: there it is zeros, and `onUnreadable` is told. */
export async function* tarParts({
  items,
  contentOf,
  onItem,
  onUnreadable,
}: TarInput): AsyncGenerator<Part> {
  for await (const item of items) {
    onItem?.(item)
    if (item.kind === 'problem' || item.kind === 'special' || item.kind === 'end') continue
    if (item.path !== '') yield* member(item, { contentOf, onUnreadable })
  }
  yield bytesPart(endOfArchive())
}

type Member = Extract<ExtractItem, { kind: 'directory' | 'file' | 'link' }>

async function* member(
  item: Member,
  { contentOf, onUnreadable }: Pick<TarInput, 'contentOf' | 'onUnreadable'>,
): AsyncGenerator<Part> {
  const isAgain = item.kind === 'file' && 'first' in item
  const size = item.kind === 'file' && !isAgain ? item.size : 0
  const linkTo = item.kind === 'link' ? item.target : isAgain ? item.first : undefined
  const type = isAgain ? 'again' : item.kind
  yield bytesPart(memberHeader({ path: item.path, type, size, linkTo, stat: item.stat }))
  if (item.kind !== 'file' || size === 0) return
  let offset = 0
  for await (const part of contentOf(item)) {
    const { length } = part
    if (part.kind === 'unreadable') {
      onUnreadable?.({ of: item, offset, length, reason: part.reason })
      yield { kind: 'zeros', length }
    } else yield part
    offset += length
  }
  // The archive would be read wrongly from here on.
  if (offset !== size) throw new RangeError(`a content of ${size} bytes came with ${offset}`)
  const rest = padding(size)
  if (rest > 0) yield { kind: 'zeros', length: rest }
}

const bytesPart = (bytes: Uint8Array): Part => ({ kind: 'bytes', length: bytes.length, bytes })
