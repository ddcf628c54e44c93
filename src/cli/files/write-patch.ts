/** A patch of an image and its scripts, as new files beside each other, told in lines. */
import type { Run } from '../../engine/bytes/byte-source.ts'
import { type Patch, PatchError } from '../../engine/patch/patch.ts'
import type { ScriptSubject } from '../../engine/patch/scripts/script-data.ts'
import { Failure } from '../failure.ts'
import type { Io } from '../io.ts'
import { fileLine, patchFiles, scriptLines, writePatchFiles } from './patch-files.ts'
import type { OpenImage } from './read-image.ts'

export interface PatchJob {
  readonly image: OpenImage
  /** Of the file before it was read (`identityOf`). */
  readonly identity: string
  readonly subject: ScriptSubject
  /** Rejects with a `PatchError` where there can be no patch. */
  readonly make: (run: Run) => Promise<Patch>
  /** What it is a patch of, in one line. */
  readonly says: string
}

/** An exit status. Rejects with a `Failure`. */
export async function writePatch(
  { image: { path }, identity, subject, make, says }: PatchJob,
  out: string,
  io: Io,
): Promise<number> {
  const patch = await make({ signal: io.signal, pause: io.pause }).catch((error: unknown) => {
    throw error instanceof PatchError ? new Failure(error.message) : error
  })
  const files = patchFiles(patch, out, subject)
  const status = await writePatchFiles(files, { path, identity }, io)
  io.out(`${[...files.map(fileLine), says, ...scriptLines(patch)].join('\n')}\n`)
  return status
}
