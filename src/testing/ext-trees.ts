/** ext volumes with files that a test has thought of, made by mke2fs. */
import { open } from 'node:fs/promises'
import { type MadeVolume, withVolume } from './made-volumes.ts'
import { inTempDir } from './qemu.ts'

const KIB = 1024

/** A volume with what is in a folder that `fill` fills. */
export const withTree = (
  args: string,
  size: number,
  fill: (dir: string) => Promise<void>,
  use: (volume: MadeVolume) => Promise<void>,
) =>
  inTempDir(async (dir) => {
    await fill(dir)
    await withVolume({ tool: 'mke2fs', args: ['-qF', '-d', dir, ...args.split(' ')], size }, use)
  })

/** A file of single blocks, one every `step` bytes: as many extents as `count`. */
export async function sparseFile(path: string, count: number, step = 2 * KIB): Promise<Uint8Array> {
  const content = new Uint8Array(step * count)
  for (let i = 0; i < count; i++) content.fill(1 + (i % 255), step * i, step * i + KIB)
  const file = await open(path, 'w')
  for (let i = 0; i < count; i++) await file.write(content, step * i, KIB, step * i)
  await file.truncate(content.length)
  await file.close()
  return content
}
