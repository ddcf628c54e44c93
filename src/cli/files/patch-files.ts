/** A patch and its scripts as new files: all of them, or none. */
import { formatBytes } from '../../engine/bytes/format.ts'
import { encodePatch } from '../../engine/patch/encode-patch.ts'
import type { Patch } from '../../engine/patch/patch.ts'
import { powershellScript } from '../../engine/patch/scripts/powershell-script.ts'
import { hasScripts, type ScriptSubject } from '../../engine/patch/scripts/script-data.ts'
import { shScript } from '../../engine/patch/scripts/sh-script.ts'
import { Failure } from '../failure.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import { identityOf } from './fingerprint.ts'
import { makeNewFile, remove, withLeft } from './new-file.ts'
import type { NodeFile } from './node-file.ts'

/** Who may use the new files, as far as the user's umask lets them: they tell less than the image. */
const MODE = 0o666

export interface PatchFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** The patch under the name `out`, and beside it its scripts, where it is small enough for them. */
export function patchFiles(
  patch: Patch,
  out: string,
  subject?: ScriptSubject,
): readonly PatchFile[] {
  const text = new TextEncoder()
  const scripts: readonly PatchFile[] = hasScripts(patch)
    ? [
        { path: `${out}.sh`, bytes: text.encode(shScript(patch, subject)) },
        { path: `${out}.ps1`, bytes: text.encode(powershellScript(patch, subject)) },
      ]
    : []
  return [{ path: out, bytes: encodePatch(patch) }, ...scripts]
}

/**
 * Before each file gets its name, the image has to be the one that the patch was made of. Resolves with an
 * exit status, and rejects with a `Failure`, as `makeNewFile` does.
 */
export async function writePatchFiles(
  files: readonly PatchFile[],
  image: { readonly path: string; readonly identity: string },
  io: Io,
): Promise<number> {
  const made: string[] = []
  let status = 0
  try {
    for (const { path, bytes } of files) {
      const fill = async (file: NodeFile): Promise<void> => {
        await file.write(0, bytes)
        await file.flush()
        if ((await identityOf(image.path)) === image.identity) return
        const name = printable(image.path)
        throw new Failure(`${name} has changed while it was being read; is it in use?`)
      }
      status = Math.max(status, await makeNewFile(path, fill, io, { mode: MODE }))
      made.push(path)
    }
    return status
  } catch (error) {
    const left = await Promise.all(made.map((path) => remove(path, 'The file')))
    const sentences = left.filter((each) => each !== undefined)
    throw withLeft(error, sentences.length > 0 ? sentences.join(' ') : undefined)
  }
}

export const fileLine = ({ path, bytes }: PatchFile): string =>
  `${printable(path)}: ${formatBytes(bytes.length)}`

/** What is missing beside a patch that is too large. */
export const scriptLines = (patch: Patch): readonly string[] =>
  hasScripts(patch) ? [] : ['It is too large for scripts: “vhdx-inspector apply” applies it.']
