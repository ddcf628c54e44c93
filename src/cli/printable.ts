/** Text from a file, made harmless for a terminal. */

/** Control characters, and those that turn the direction of text or break its line. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu

const escaped = (character: string): string => {
  const code = character.codePointAt(0) ?? 0
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u{${code.toString(16).padStart(4, '0')}}`
}

/** One line without control characters; what was one is shown as `\x1b`. */
export const printable = (text: string): string => text.replace(UNSAFE, escaped)

/** JSON stays JSON of the same value, but what a terminal would obey becomes an escape. */
export const printableJson = (value: unknown): string =>
  JSON.stringify(value, undefined, 2).replace(/[^\n\P{Cc}]|[\p{Cf}\u2028\u2029]/gu, (character) =>
    // One or two UTF-16 units: JSON has no escape for a whole character above U+FFFF.
    [...Array(character.length).keys()]
      .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`)
      .join(''),
  )
