/** The image of which the log alone says where three files of its guest are, as a file. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@playwright/test'
import { canMakeGuest, guestImage } from '../../src/testing/guest-in-log.ts'
import type { TestFiles } from './files.ts'

export async function guestDisk(files: TestFiles): Promise<string> {
  const folder = join(files.folder, 'guest')
  await mkdir(folder)
  return files.compose('guest.vhdx', await guestImage(folder))
}

/** What follows needs a guest. Without its makers the test is skipped, but where CI is set it runs, and fails. */
export function needGuest(): void {
  const may = canMakeGuest || process.env['CI']
  test.info().skip(!may, 'mkfs.ext4 or debugfs is missing: “npm run setup” brings them')
}
