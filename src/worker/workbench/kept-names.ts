/** Names of kept images: such as any system takes for a file, and each of them once. */

/** Of UTF-8; systems allow 255, and a number and an ending may follow. */
const MAX_STEM_BYTES = 200
/** What some system forbids in a name, and what turns the direction of the text around. */
const FORBIDDEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069"*/:<>?\\|]/gu
const STEM_AND_ENDING = /^(.*?)(\.[^. ]{1,10})?$/s

/**
 * A free name as near to `wanted` as may be: "disk.vhdx", else "disk (2).vhdx" and so on. Names that
 * differ only in case are one.
 */
export function freeName(wanted: string, taken: Iterable<string>): string {
  const safe = wanted.toWellFormed().normalize().replace(FORBIDDEN, '_').trim()
  const [, stem = '', ending = ''] = STEM_AND_ENDING.exec(safe) ?? []
  const base = shortened(stem).replace(/^[. ]+|[. ]+$/g, '') || 'image'
  const known = new Set(Array.from(taken, (name) => name.toLowerCase()))
  for (let number = 1; ; number++) {
    const name = number === 1 ? `${base}${ending}` : `${base} (${number})${ending}`
    if (!known.has(name.toLowerCase())) return name
  }
}

function shortened(text: string): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(MAX_STEM_BYTES))
  return text.slice(0, read)
}
