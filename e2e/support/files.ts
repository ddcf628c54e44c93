/** Files for a browser to open: in a folder that is removed when the test ends. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { buildImage } from '../../src/engine/compose/build-image.ts'
import type { ImageDescription } from '../../src/engine/compose/description.ts'
import { writeImage } from '../../src/testing/write-image.ts'

export interface TestFiles {
  readonly folder: string
  /** Writes a file and gives its path. */
  write(name: string, bytes: Uint8Array): Promise<string>
  /** Writes the image of that description and gives its path. */
  compose(name: string, description: ImageDescription): Promise<string>
}

export async function makeTestFiles(): Promise<TestFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'vhdx-inspector-'))
  return {
    folder,
    write: async (name, bytes) => {
      const path = join(folder, name)
      await writeFile(path, bytes)
      return path
    },
    compose: async (name, description) => {
      const path = join(folder, name)
      await writeImage(path, buildImage(description))
      return path
    },
  }
}

export const removeTestFiles = ({ folder }: TestFiles): Promise<void> =>
  rm(folder, { recursive: true, force: true })

/** Gives the page a file, which the app does not see. */
export async function holdFile(page: Page, path: string): Promise<void> {
  await page.evaluate(() => {
    document.querySelector('#held')?.remove()
    const input = document.createElement('input')
    input.type = 'file'
    input.id = 'held'
    input.hidden = true
    document.body.append(input)
  })
  await page.setInputFiles('#held', path)
}

/** Drops a file that is gone by the time the page reads it: to the page like one that it may not read. */
export async function dropVanished(page: Page, path: string): Promise<void> {
  await holdFile(page, path)
  // The browser takes note of the file when its size is asked for.
  const held = await page.evaluateHandle(() => {
    const input = document.querySelector<HTMLInputElement>('#held')
    const [file] = input?.files ?? []
    const dataTransfer = new DataTransfer()
    if (file && file.size > 0) dataTransfer.items.add(file)
    input?.remove()
    return dataTransfer
  })
  await rm(path)
  await page.locator('body').dispatchEvent('drop', { dataTransfer: held })
}
