/** `patch`: what a replay changes as a small file, and as scripts that need no other tool. */
import { randomUUID } from 'node:crypto'
import { formatBytes, plural } from '../../engine/bytes/format.ts'
import { guid } from '../../engine/bytes/guid.ts'
import { encodePatch } from '../../engine/patch/encode-patch.ts'
import { makePatch } from '../../engine/patch/make-patch.ts'
import { type Patch, PatchError } from '../../engine/patch/patch.ts'
import { powershellScript } from '../../engine/patch/scripts/powershell-script.ts'
import { hasScripts } from '../../engine/patch/scripts/script-data.ts'
import { shScript } from '../../engine/patch/scripts/sh-script.ts'
import { defineCommand } from '../command.ts'
import { Failure } from '../failure.ts'
import { identityOf } from '../files/fingerprint.ts'
import { makeNewFile, remove, withLeft } from '../files/new-file.ts'
import type { NodeFile } from '../files/node-file.ts'
import { isRefused, type OpenImage, refuse, withImage } from '../files/read-image.ts'
import type { Io } from '../io.ts'
import { FILE_WRITE_GUID_OPTION } from '../options.ts'
import { printable } from '../printable.ts'

/** Who may use the new files, as far as the user's umask lets them: they tell less than the image. */
const MODE = 0o666

export const patch = defineCommand({
  name: 'patch',
  summary:
    'Writes only what a replay changes, and what was there before: OUT, and the scripts OUT.sh and OUT.ps1.',
  details: [
    'The scripts need no other program: sh OUT.sh [--undo] IMAGE, and in PowerShell 5.1 OUT.ps1 IMAGE [-Undo]. As “apply”, they first compare the size and all old bytes, and write nothing where anything differs.',
  ],
  operands: { image: { what: 'an image' }, out: { what: 'the patch to write' } },
  options: FILE_WRITE_GUID_OPTION,
  async run({ image: path, out, 'file-write-guid': fileWriteGuid = guid(randomUUID()) }, io) {
    const identity = await identityOf(path)
    return withImage(path, fileWriteGuid, io, async (image) => {
      if (isRefused(image)) return refuse(image, io)
      if (!image.inspected.replay) {
        throw new Failure(
          `No patch was written: the log of ${printable(path)} is empty, so that it would change nothing.`,
        )
      }
      const patch = await makePatch(
        image.inspected.before.source,
        image.inspected.replay.plan,
        fileWriteGuid,
        { signal: io.signal, pause: io.pause },
      ).catch((error: unknown) => {
        throw error instanceof PatchError ? new Failure(error.message) : error
      })
      const files = filesOf(patch, out)
      const status = await writeAll(files, io, async () => {
        if ((await identityOf(path)) !== identity) {
          throw new Failure(`${printable(path)} has changed while it was being read; is it in use?`)
        }
      })
      io.out(`${doneLines(image, patch, files).join('\n')}\n`)
      return status
    })
  },
})

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

/** All of them, or none. `check` is asked before each one gets its name. Resolves with an exit status. */
async function writeAll(
  files: readonly NewFile[],
  io: Io,
  check: () => Promise<void>,
): Promise<number> {
  const made: string[] = []
  let status = 0
  try {
    for (const { path, bytes } of files) {
      const fill = async (file: NodeFile): Promise<void> => {
        await file.write(0, bytes)
        await file.flush()
        await check()
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
