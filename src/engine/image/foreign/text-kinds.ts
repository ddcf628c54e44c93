/** What a download leaves that has failed: the answer of a server, or a pointer to a file instead of the file. */
import type { FileKind } from '../kind-words.ts'
import type { Sample } from './sample.ts'

/** As much as is looked at: the beginning of a text says what it is. */
const LOOK = 1024
/** A pointer is smaller than this (Git LFS, docs/spec.md). */
const LFS_MAX = 1024

/** What no text has but for tabs and line breaks: a file that is none would have it in its first lines. */
const isControl = (byte: number): boolean =>
  (byte < 0x20 && (byte < 9 || byte > 13)) || byte === 0x7f

/** Of a file of `size` bytes that has nothing but text in its first KiB; `undefined` for all others. */
export function kindByText(sample: Sample, size: number): FileKind | undefined {
  if (sample.part(0, LOOK).some(isControl)) return undefined
  const text = sample.text(0, LOOK)
  if (size < LFS_MAX && /^version https:\/\/[^\n]+\n(?:[^\n]+\n)*oid sha256:/.test(text)) {
    return 'lfs-pointer'
  }
  // Behind a byte order mark.
  const first = text.replace(/^\xef\xbb\xbf/, '').trimStart()
  if (/^(?:<!--[\s\S]*?-->\s*)?<(?:!doctype html|html|head|body)\b/i.test(first)) return 'html'
  if (/^<\?xml\s[^>]*\?>/.test(first)) return /<html\b/i.test(first) ? 'html' : 'xml'
  return isJson(first, size) ? 'json' : undefined
}

/** The first members of a longer document; the whole of a short one. */
function isJson(text: string, size: number): boolean {
  if (size <= LOOK) {
    try {
      return /^[{[]/.test(text) && typeof JSON.parse(text) === 'object'
    } catch {
      return false
    }
  }
  return /^(?:\{\s*"[^"\n]{0,200}"\s*:|\[\s*(?:[{["\d-]|true|false|null))/.test(text)
}
