/** What the first bytes of a file look like, and how they are shown as text. */
import { visibleText } from '../../../../engine/bytes/visible-text.ts'

const ascii = (text: string): readonly number[] => [...text].map((char) => char.charCodeAt(0))

/** Formats that every browser draws, by their first bytes; those that are programs, as SVG, are text. */
const PICTURES: readonly (readonly [type: string, at: number, bytes: readonly number[]])[] = [
  ['image/png', 0, [0x89, ...ascii('PNG\r\n\x1a\n')]],
  ['image/jpeg', 0, [0xff, 0xd8, 0xff]],
  ['image/gif', 0, ascii('GIF8')],
  ['image/bmp', 0, ascii('BM')],
  ['image/webp', 8, ascii('WEBP')],
  ['image/avif', 4, ascii('ftypavif')],
]

export const pictureType = (bytes: Uint8Array): string | undefined =>
  PICTURES.find(([, at, signature]) => signature.every((byte, i) => bytes[at + i] === byte))?.[0]

/** By its mark, or UTF-8. */
const encodingOf = ([first, second]: Uint8Array): string => {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

/** Whether hardly any of it are bytes that no text has. */
export function looksLikeText(bytes: Uint8Array): boolean {
  if (encodingOf(bytes) !== 'utf-8') return true
  const strange = bytes.reduce(
    (count, byte) => count + (byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d].includes(byte) ? 1 : 0),
    0,
  )
  return pictureType(bytes) === undefined && strange * 100 <= bytes.length
}

/** In lines, with all that would not be seen spelt out. */
export function textOf(bytes: Uint8Array): string {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes)
  return text
    .split(/\r\n|\n/)
    .map((line) =>
      line
        .split('\t')
        .map((part) => visibleText(part))
        .join('\t'),
    )
    .join('\n')
}
