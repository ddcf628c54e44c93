/** What the files of a patch are called, and the commands that use them: for a name that may be hostile. */

export interface PatchNames {
  readonly patch: string
  readonly sh: string
  readonly powershell: string
}

/** Letters of ASCII, digits, and what no shell and no file system minds. */
/** Of a salvage, the names say so. */
export function patchNames(image: string, isSalvage = false): PatchNames {
  const safe = image
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^[._-]+/, '')
    .slice(0, 100)
  const patch = `${safe === '' ? 'image.vhdx' : safe}${isSalvage ? '.salvage' : ''}.patch`
  return { patch, sh: `${patch}.sh`, powershell: `${patch}.ps1` }
}

/** No quotes, no dollar, no percent, no control or bidirectional mark: the same text in every shell's double quotes. */
const QUOTABLE = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N} ._()+=@#-]*$/u
const PLAIN = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/

/** As a command takes it; a placeholder where the name is none that every shell reads alike. */
export function argumentOf(image: string): string {
  if (PLAIN.test(image)) return image
  return QUOTABLE.test(image) ? `"${image}"` : 'IMAGE'
}

export interface PatchCommands {
  readonly sh: string
  readonly powershell: string
  readonly cli: string
}

export interface PatchUse {
  readonly isSalvage?: boolean
  /** With the option that takes the patch back. */
  readonly undo?: boolean
}

export function patchCommands(
  image: string,
  { isSalvage, undo = false }: PatchUse = {},
): PatchCommands {
  const { patch, sh, powershell } = patchNames(image, isSalvage)
  const name = argumentOf(image)
  return {
    sh: `sh ${sh} ${undo ? '--undo ' : ''}${name}`,
    powershell: `powershell -NoProfile -ExecutionPolicy Bypass -File ${powershell} ${name}${undo ? ' -Undo' : ''}`,
    cli: `vhdx-inspector apply ${patch} ${name}${undo ? ' --undo' : ''}`,
  }
}
