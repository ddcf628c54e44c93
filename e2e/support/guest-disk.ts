/** The image of which the log alone says where three files of its guest are, as a file. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { guestImage } from '../../src/testing/guest-in-log.ts'
import type { TestFiles } from './files.ts'

export async function guestDisk(files: TestFiles): Promise<string> {
  const folder = join(files.folder, 'guest')
  await mkdir(folder)
  return files.compose('guest.vhdx', await guestImage(folder))
}
