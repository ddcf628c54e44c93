/** Text of a file as it may be shown: what would be invisible, or would turn the text around, is spelt out. */

/** Controls, bidirectional marks, zero-width and other ignorable characters, halves of surrogate pairs. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu

function spell(character: string): string {
  const code = character.codePointAt(0) ?? 0
  // Unicode has pictures of them, but few fonts do.
  if (code < 0x20 || code === 0x7f) return `⟨${code.toString(16).toUpperCase().padStart(2, '0')}⟩`
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}

export const visibleText = (text: string): string => text.replace(UNSEEN, spell)
