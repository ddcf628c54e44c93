/** `patch`: what a replay changes as a small file, and as scripts that need no other tool. */
import { randomUUID } from 'node:crypto'
import type { Run } from '../../engine/bytes/byte-source.ts'
import { plural } from '../../engine/bytes/format.ts'
import { guid } from '../../engine/bytes/guid.ts'
import { makePatch } from '../../engine/patch/make-patch.ts'
import { defineCommand } from '../command.ts'
import { Failure } from '../failure.ts'
import { identityOf } from '../files/fingerprint.ts'
import { withImage } from '../files/read-image.ts'
import { isRefused, refuse } from '../files/refusal.ts'
import { writePatch } from '../files/write-patch.ts'
import { FILE_WRITE_GUID_OPTION } from '../options.ts'
import { printable } from '../printable.ts'

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
      if (!image.inspected.update) {
        throw new Failure(
          `No patch was written: the log of ${printable(path)} is empty, so that it would change nothing.`,
        )
      }
      const { before, update } = image.inspected
      const job = {
        image,
        identity,
        subject: 'replay',
        make: (run: Run) => makePatch(before.source, update.plan, fileWriteGuid, run),
        says: `A patch of ${plural(update.plan.writes.length, 'write')}. It fits the image as it is now, and nothing else.`,
      } as const
      return writePatch(job, out, io)
    })
  },
})
