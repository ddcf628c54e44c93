/** The disk that most tests are about: left dirty by QEMU, 18 MiB of 0xa5, the last of them known to the log alone. */
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { realImage } from '../../src/testing/images.ts'
import type { TestFiles } from './files.ts'
import { dirtyLikeQemu } from './images.ts'

/** The real one where it is at hand, else one like it. Gives its path, under the name that is wanted. */
export async function dirtyDisk(files: TestFiles, name: string): Promise<string> {
  const real = realImage('iotest-dirtylog-10G-4M.vhdx')
  if (real === undefined) return files.compose(name, dirtyLikeQemu)
  const path = join(files.folder, name)
  await copyFile(real, path)
  return path
}
