/** The names of copies. */

/** "disk.vhdx" gives "disk.replayed.vhdx", or "disk.salvaged.vhdx": by what has been done to it. */
export function copyName(name: string, done: 'replayed' | 'salvaged'): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? `${name.slice(0, dot)}.${done}${name.slice(dot)}` : `${name}.${done}.vhdx`
}

const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in a name
const FORBIDDEN = /[<>:"/\\|?*\u0000-\u001f]/
const LONGEST = 255

/**
 * Why no file can have this name on every system; `undefined` if it can. `source` is the name of the
 * open file, where the two may end up side by side.
 */
export function nameProblem(name: string, source: string | undefined): string | undefined {
  if (name === '') return 'The file needs a name.'
  if (name.length > LONGEST) return `A name has at most ${LONGEST} characters.`
  if (FORBIDDEN.test(name)) return 'A name cannot hold any of < > : " / \\ | ? *'
  if (RESERVED.test(name)) return 'Windows keeps this name to itself.'
  if (/[. ]$/.test(name) || name.startsWith(' ')) {
    return 'A name cannot begin with a space, or end with a space or a dot.'
  }
  if (name.toLowerCase() === source?.toLowerCase()) return 'This is the name of the open file.'
  return undefined
}
