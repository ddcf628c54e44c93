/** Patches for tests: of a file with a log, with what the replay makes of it. */
import { MemoryFile } from '../engine/bytes/memory-file.ts'
import { makePatch } from '../engine/patch/make-patch.ts'
import type { Patch } from '../engine/patch/patch.ts'
import { copyTo } from '../engine/update/copy.ts'
import { preview } from '../engine/update/preview.ts'
import { planOf, SMALL_IDS } from './small-image.ts'

export interface Patched {
  readonly before: Uint8Array
  /** The copy that the app would save. */
  readonly after: Uint8Array
  readonly patch: Patch
}

/** `content` is that of an image whose log can be replayed. */
export async function patchOf(content: Uint8Array): Promise<Patched> {
  const source = new MemoryFile(content)
  const plan = await planOf(source)
  if (plan === undefined) throw new Error('the log is empty')
  const copy = new MemoryFile()
  await copyTo(copy, preview(source, plan.steps))
  const patch = await makePatch(source, plan, SMALL_IDS.fileWriteGuid)
  return { before: content, after: await copy.read(0, copy.size), patch }
}

export const bytesIn = (file: { size: number; read: MemoryFile['read'] }): Promise<Uint8Array> =>
  file.read(0, file.size)

export const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
