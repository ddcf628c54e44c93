/**
 * Text of a file as it may be shown: what would be invisible, would turn the text around or would be
 * obeyed is spelt out. The one escaper: screen, report and command line differ in the spelling only.
 */

/**
 * Controls (a terminal obeys those of C0 and C1, and a line break would forge a line of ours),
 * bidirectional marks, zero-width and other ignorable characters, separators of lines, halves of
 * surrogate pairs. All other text stays, of whatever script. Our own lines are joined afterwards.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0')

const SPELLINGS = {
  // Not the pictures that Unicode has of them: few fonts do. Capitals, as everywhere on the screen.
  screen: (code: number) =>
    `⟨${code < 0x20 || code === 0x7f ? hex(code, 2).toUpperCase() : `U+${hex(code, 4).toUpperCase()}`}⟩`,
  // What is printed is searched and pasted: as a shell and a language take it, in ASCII.
  terminal: (code: number) => (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u{${hex(code, 4)}}`),
} as const

/**
 * For the screen, and for a report, which the screen shows, too: Markdown and HTML escape their own
 * markup when they are written, and that of our words as well. Doing it twice changes nothing; a text
 * that spells out a character itself looks like one that has it.
 */
export const visibleText = (
  text: string,
  { for: target }: { readonly for: keyof typeof SPELLINGS } = { for: 'screen' },
): string => text.replace(UNSEEN, (character) => SPELLINGS[target](character.codePointAt(0) ?? 0))

/** JSON for a terminal: of the same value, in lines or with `indent` 0 in one, with JSON’s own escapes. */
export const visibleJson = (value: unknown, indent = 2): string =>
  JSON.stringify(value, undefined, indent).replace(UNSEEN, (character) =>
    character === '\n'
      ? character
      : // One or two UTF-16 units: JSON has no escape for a whole character above U+FFFF.
        Array.from(
          { length: character.length },
          (_, unit) => `\\u${hex(character.charCodeAt(unit), 4)}`,
        ).join(''),
  )
