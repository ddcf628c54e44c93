/** `patch`: what a replay changes as a small file, and as scripts that need no other tool. */
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { formatBytes, plural } from '../../engine/bytes/format.ts'
import { guid } from '../../engine/bytes/guid.ts'
import { encodePatch } from '../../engine/patch/encode-patch.ts'
import { makePatch } from '../../engine/patch/make-patch.ts'
import { type Patch, PatchError } from '../../engine/patch/patch.ts'
import { powershellScript } from '../../engine/patch/scripts/powershell-script.ts'
import { hasScripts } from '../../engine/patch/scripts/script-data.ts'
import { shScript } from '../../engine/patch/scripts/sh-script.ts'
import type { CommandOf } from '../command.ts'
import { STATUS_OF } from '../exit-status.ts'
import { Failure, failure } from '../failure.ts'
import { identityOf } from '../files/fingerprint.ts'
import { makeNewFile } from '../files/new-file.ts'
import { NodeFile } from '../files/node-file.ts'
import { type OpenImage, refusalLine, withImage } from '../files/read-image.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'

/** Who may use the new files, as far as the user's umask lets them: they tell less than the image. */
const MODE = 0o666

export async function patchImage(
  { image: path, out, fileWriteGuid = guid(randomUUID()) }: CommandOf<'patch'>,
  io: Io,
): Promise<number> {
  const identity = await identityOf(path).catch((error: unknown) => {
    throw failure(`${path} cannot be read`, error)
  })
  return withImage(path, fileWriteGuid, io, async (image) => {
    const { outcome, refusal } = image.inspected.inspection
    if (outcome === 'refused' || outcome === 'not-vhdx') {
      io.err(refusalLine(path, refusal, outcome === 'refused'))
      return STATUS_OF[outcome]
    }
    if (!image.inspected.replay) {
      io.out(`${printable(path)}: clean, there is nothing to replay and no patch is written\n`)
      return STATUS_OF.clean
    }
    const patch = await makePatch(
      image.inspected.before.source,
      image.inspected.replay.plan,
      fileWriteGuid,
      { signal: io.signal },
    ).catch((error: unknown) => {
      io.signal.throwIfAborted()
      if (error instanceof PatchError) throw new Failure(error.message)
      throw failure(`${path} cannot be read`, error)
    })
    const files = filesOf(patch, out)
    await writeAll(files, async () => {
      const now = await identityOf(path).catch(() => undefined)
      if (now !== identity) {
        throw new Failure(`${printable(path)} has changed while it was being read; is it in use?`)
      }
    })
    io.out(`${doneLines(image, patch, files).join('\n')}\n`)
    return 0
  })
}

interface NewFile {
  readonly path: string
  readonly bytes: Uint8Array
}

function filesOf(patch: Patch, out: string): readonly NewFile[] {
  const text = new TextEncoder()
  const scripts: readonly NewFile[] = hasScripts(patch)
    ? [
        { path: `${out}.sh`, bytes: text.encode(shScript(patch)) },
        { path: `${out}.ps1`, bytes: text.encode(powershellScript(patch)) },
      ]
    : []
  return [{ path: out, bytes: encodePatch(patch) }, ...scripts]
}

/** All of them, or none. `check` is asked before the first one gets its name. */
async function writeAll(files: readonly NewFile[], check: () => Promise<void>): Promise<void> {
  const made: string[] = []
  try {
    for (const { path, bytes } of files) {
      await makeNewFile(
        path,
        async (temporary) => {
          const file = await NodeFile.open(temporary, 'r+')
          try {
            await file.write(0, bytes)
            await file.flush()
          } finally {
            await file.close()
          }
          await check()
        },
        MODE,
      ).catch((error: unknown) => {
        throw failure(`${path} cannot be written`, error)
      })
      made.push(path)
    }
  } catch (error) {
    for (const path of made) await rm(path, { force: true })
    throw error
  }
}

function doneLines(
  { inspected }: OpenImage,
  patch: Patch,
  files: readonly NewFile[],
): readonly string[] {
  const writes = plural(inspected.replay?.plan.writes.length ?? 0, 'write')
  return [
    ...files.map(({ path, bytes }) => `${printable(path)}: ${formatBytes(bytes.length)}`),
    `A patch of ${writes}. It fits the image as it is now, and nothing else.`,
    ...(hasScripts(patch)
      ? []
      : ['It is too large for scripts: “vhdx-inspector apply” applies it.']),
  ]
}
