/** What QEMU makes of a dirty image: its own replay, on a copy. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SparseFile } from '../engine/compose/sparse-file.ts'
import { inTempDir, qemuImg } from './qemu.ts'
import { writeImage } from './write-image.ts'

export interface QemuReplay {
  /** "hangs": stopped after the limit. "refused": could not open the image. */
  readonly answer: 'opened' | 'refused' | 'hangs'
  readonly message: string
  /** The file afterwards, whatever the answer. */
  readonly bytes: Uint8Array
}

/** Of `qemu-img check`: it could not open the image. Other numbers are about what it found in it. */
const CANNOT_OPEN = 1

/** `limit` is in milliseconds. `options` go in front of the path. */
export const qemuReplay = (image: SparseFile, limit = 10_000): Promise<QemuReplay> =>
  inTempDir(async (dir) => {
    const path = join(dir, 'image.vhdx')
    await writeImage(path, image)
    const { status, stderr } = await qemuImg(['check', '-f', 'vhdx', '-r', 'all', path], limit)
    const opened = status === CANNOT_OPEN ? 'refused' : 'opened'
    return {
      answer: status === undefined ? 'hangs' : opened,
      message: stderr,
      bytes: new Uint8Array(await readFile(path)),
    }
  })
