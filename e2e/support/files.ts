/** Files for a browser to open: in a folder that is removed when the test ends. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
