/** The gzip member around a skeleton, RFC 1952: its extra field has the facts, so that its first bytes tell what it is. */
import { EXTRA_AT, FACTS_AT, FLAGS, HAS_EXTRA, MAGIC, PLAIN_HEADER, SUBFIELD } from './signature.ts'
import {
  type DecodedFacts,
  decodeFacts,
  encodeFacts,
  type SkeletonFacts,
} from './skeleton-facts.ts'

/** An extra field has 16 bits for its size. */
export const MAX_FACTS = 0xffff - 4

/** In so many bytes from the beginning of a skeleton is what it says of itself. */
export const FACTS_END = FACTS_AT + MAX_FACTS

const textOf = (facts: SkeletonFacts): Uint8Array =>
  Uint8Array.from(encodeFacts(facts), (letter) => letter.charCodeAt(0))

/** Whether the facts are short enough to be written. */
export const fitsFrame = (facts: SkeletonFacts): boolean => textOf(facts).length <= MAX_FACTS

/** What the platform’s gzip gives, with the facts in its header. */
export async function* withFacts(
  gzipped: AsyncIterable<Uint8Array>,
  facts: SkeletonFacts,
): AsyncGenerator<Uint8Array, void, undefined> {
  let head = new Uint8Array()
  let isBegun = false
  for await (const piece of gzipped) {
    if (isBegun) {
      yield piece
      continue
    }
    const joined = new Uint8Array(head.length + piece.length)
    joined.set(head)
    joined.set(piece, head.length)
    head = joined
    if (head.length < PLAIN_HEADER) continue
    if (MAGIC.some((byte, i) => head[i] !== byte) || head[FLAGS] !== 0) {
      throw new Error('This platform’s gzip begins otherwise than expected.')
    }
    isBegun = true
    yield frameHeader(facts)
    if (head.length > PLAIN_HEADER) yield head.subarray(PLAIN_HEADER)
  }
}

function frameHeader(facts: SkeletonFacts): Uint8Array {
  const text = textOf(facts)
  const bytes = new Uint8Array(FACTS_AT + text.length)
  const view = new DataView(bytes.buffer)
  bytes.set(MAGIC)
  bytes[FLAGS] = HAS_EXTRA
  // Of no known system, and of no time: the same file makes the same skeleton.
  bytes[PLAIN_HEADER - 1] = 0xff
  view.setUint16(PLAIN_HEADER, text.length + 4, true)
  bytes.set(SUBFIELD, EXTRA_AT)
  view.setUint16(EXTRA_AT + 2, text.length, true)
  bytes.set(text, FACTS_AT)
  return bytes
}

/** By the first `FACTS_END` bytes of a skeleton, or all of it. */
export function readFacts(head: Uint8Array): DecodedFacts {
  const view = new DataView(head.buffer, head.byteOffset, head.length)
  const length = view.getUint16(EXTRA_AT + 2, true)
  let text = ''
  for (const byte of head.subarray(FACTS_AT, FACTS_AT + length)) text += String.fromCharCode(byte)
  return decodeFacts(text)
}
