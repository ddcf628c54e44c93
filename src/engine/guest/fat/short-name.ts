/** Short names of FAT: eight characters, a point and three, in the code page of the IBM PC. */

/**
 * Bytes from 0x80 on as code page 437 has them. Which code page a short name was written in, no volume says: this one
 * is that of DOS in America and what Linux takes; a name that must be right has a long one.
 */
const UPPER_HALF =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

/** Stands for a first byte of 0xE5, which would mean that the entry is deleted. */
const FOR_E5 = 0x05
/** Flags that Windows NT keeps: name, or extension, is meant in small letters. */
const SMALL_NAME = 0x08
const SMALL_EXTENSION = 0x10
const NAME = 8
/** Bytes of name and extension in an entry. */
export const SHORT_NAME = 11

/** Of the first 11 bytes of an entry; `flags` is its byte 12. */
export function shortNameOf(bytes: Uint8Array, flags: number): string {
  const text = (from: number, to: number): string => {
    let end = to
    while (end > from && bytes[end - 1] === 0x20) end--
    let characters = ''
    for (let at = from; at < end; at++) {
      const byte = at === 0 && bytes[0] === FOR_E5 ? 0xe5 : (bytes[at] ?? 0)
      characters += byte < 0x80 ? String.fromCharCode(byte) : (UPPER_HALF[byte - 0x80] ?? '')
    }
    return characters
  }
  const name = text(0, NAME)
  const extension = text(NAME, SHORT_NAME)
  const shown = (flags & SMALL_NAME) !== 0 ? name.toLowerCase() : name
  if (extension === '') return shown
  return `${shown}.${(flags & SMALL_EXTENSION) !== 0 ? extension.toLowerCase() : extension}`
}

/** What the entries of a long name keep of the short name that they belong to. */
export function shortNameChecksum(bytes: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < SHORT_NAME; at++) {
    sum = (((sum & 1) << 7) + (sum >> 1) + (bytes[at] ?? 0)) & 0xff
  }
  return sum
}
