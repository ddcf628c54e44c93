/** Images whose disk has files of a guest on it, put there by the tools of the file system; some of them dirty. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buildImage } from '../engine/compose/build-image.ts'
import type { ImageDescription } from '../engine/compose/description.ts'
import { guestDisk, type Part } from './guest-volumes.ts'
import { withVolume } from './made-volumes.ts'
import { writeImage } from './write-image.ts'

const MIB = 1024 * 1024
const SECTOR = 4096
/** Where the payload of `guestDisk` begins in the file. */
const PAYLOAD = 4 * MIB

export interface Ext {
  /** Of a folder, which becomes the root. */
  readonly tree: string
  /** MiB. */
  readonly size?: number
  /** Names in it, and as what they stand in the volume: as many bytes, which may be any. */
  readonly names?: Readonly<Record<string, string | Uint8Array>>
}

/** Bytes of an ext4 with that tree, without checksums: whoever changes a byte of it has changed nothing else. */
export async function extVolume({ tree, size = 8, names = {} }: Ext): Promise<Buffer> {
  let bytes = Buffer.alloc(0)
  const args = ['-qF', '-t', 'ext4', '-O', '^metadata_csum,^has_journal', '-b', '1024', '-d', tree]
  await withVolume({ tool: 'mke2fs', args, size }, async ({ path }) => {
    bytes = await readFile(path)
  })
  for (const [name, other] of Object.entries(names)) {
    const at = bytes.indexOf(name)
    if (at < 0) throw new Error(`${name} is not in the volume`)
    bytes.set(Buffer.from(other), at)
  }
  return bytes
}

/** The volume as the disk of an image, in blocks of 1 MiB but for those of zeros. */
export function diskOf(volume: Uint8Array): ImageDescription {
  const parts: Part[] = []
  for (let at = 0; at < volume.length; at += MIB) {
    const bytes = volume.subarray(at, at + MIB)
    if (bytes.some((byte) => byte !== 0)) parts.push([at, bytes])
  }
  return guestDisk(volume.length, parts)
}

/** The image with a log that makes `old` to `next`, as long, where the disk has it first. */
export function withUpdate(
  description: ImageDescription,
  volume: Buffer,
  [old, next]: readonly [old: string, next: string],
): ImageDescription {
  const at = volume.indexOf(old)
  const start = at - (at % SECTOR)
  const bytes = Buffer.from(volume.subarray(start, start + SECTOR))
  bytes.set(Buffer.from(next), at - start)
  const block = (description.blocks ?? []).findIndex(({ block }) => block === Math.floor(at / MIB))
  const fileOffset = BigInt(PAYLOAD + block * MIB + (start % MIB))
  return { ...description, log: { entries: [{ updates: [{ kind: 'data', fileOffset, bytes }] }] } }
}

/** Writes it as `image.vhdx` into a folder, and gives its path. */
export async function imageIn(dir: string, description: ImageDescription): Promise<string> {
  const path = join(dir, 'image.vhdx')
  await writeImage(path, buildImage(description))
  return path
}

/** Makes files of this machine, by their paths below `root`, which it gives back. */
export async function putTree(
  root: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string> {
  await mkdir(root, { recursive: true })
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
  return root
}
