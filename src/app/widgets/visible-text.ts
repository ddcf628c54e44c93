/** Text of a file as it may be shown: what would be invisible, or would turn the text around, is spelt out. */

/** C0 controls have their own pictures, from U+2400 on. */
const PICTURES = 0x2400

/** Controls, bidirectional marks, zero-width and other ignorable characters, halves of surrogate pairs. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu

function spell(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCodePoint(PICTURES + code)
  if (code === 0x7f) return '␡'
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}

export const visibleText = (text: string): string => text.replace(UNSEEN, spell)
