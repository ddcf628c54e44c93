/** What is said of files that were taken out and are not as they are in the guest. Text of the disk stands as it is. */
import { formatBytes, formatHex } from '../bytes/format.ts'
import type { NodeKind } from '../guest/guest-files.ts'
import { type Branch, pathText } from '../guest/paths.ts'
import type { ExtractItem, FileItem } from './plan-extract.ts'

export const KIND_WORDS: Readonly<Record<NodeKind, string>> = {
  file: 'file',
  directory: 'directory',
  link: 'symbolic link',
  fifo: 'named pipe',
  socket: 'socket',
  'character-device': 'character device',
  'block-device': 'block device',
}

/** Its path in the guest, as who takes out something knows it. */
const named = (from: Branch): string => `“${pathText(from)}”`

export const renamedWords = ({
  from,
  path,
}: Extract<ExtractItem, { readonly isRenamed: boolean }>): string =>
  `${named(from)} has the name “${path.slice(path.lastIndexOf('/') + 1)}”.`

export const specialWords = ({ from, what }: Extract<ExtractItem, { kind: 'special' }>): string =>
  `${named(from)} is a ${KIND_WORDS[what]}: it is not made.`

/** `why` goes on the sentence. */
export const linkWords = (
  { from, target }: Extract<ExtractItem, { kind: 'link' }>,
  why: string,
): string => `${named(from)} is a link to “${target}” and is not made: ${why}.`

export const problemWords = ({ from, reason }: Extract<ExtractItem, { kind: 'problem' }>): string =>
  `${named(from)}: ${reason}`

/** A part of a content for which zeros were written. */
export interface UnreadablePart {
  readonly of: FileItem
  /** Of the content. */
  readonly offset: number
  readonly length: number
  readonly reason: string
}

export const unreadableWords = ({ of, offset, length, reason }: UnreadablePart): string =>
  `${named(of.from)}${of.stream === undefined ? '' : `, stream “${of.stream}”,`} has zeros for ${formatBytes(length)} at ${formatHex(offset)}: ${reason}`
