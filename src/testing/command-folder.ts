/** A folder of images in which a command can be run again and again, with the same outcome. */
import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildImage } from '../engine/compose/build-image.ts'
import { buildRecipe } from '../engine/compose/build-recipe.ts'
import type { Recipe } from '../engine/compose/recipe.ts'
import { clean } from '../engine/compose/samples/small.ts'
import { numberedGuid, parentOf } from './chain-files.ts'
import { restartRandom } from './failing-system.ts'
import { withoutHeaders } from './in-place.ts'
import { disk } from './marks.ts'
import { type CommandResult, runCommand } from './run-command.ts'

/** A log that writes data, clears some, and makes the file longer. */
const dirty: Recipe = {
  ...clean,
  disk: { size: '4MiB' },
  log: {
    entries: [
      {
        descriptors: [
          { kind: 'bat', entries: { 2: { state: 'fully-present', fileOffsetMB: 6 } } },
          { kind: 'zero', fileOffset: '5MiB', length: '64KiB' },
        ],
        lastFileOffset: '7MiB',
      },
    ],
  },
}
const base = disk({ dataWriteGuid: numberedGuid(1), blocks: [{ block: 0, fill: 0xa1 }] })
const child = disk({ ...parentOf(numberedGuid(1), 'base.vhdx'), blocks: [{ block: 1, fill: 1 }] })
const broken = { reserved: new Uint8Array(4016).fill(7), checksum: 1 }

/** Its log is ahead of the file. */
const ahead = disk({
  log: { entries: [{ flushedFileOffset: 2n ** 24n, lastFileOffset: 2n ** 24n }] },
})

/** What the commands take, by name. */
const INPUTS: Readonly<Record<string, () => Uint8Array>> = {
  'image.vhdx': () => buildRecipe(dirty).toBytes(),
  'base.vhdx': () => buildImage(base).toBytes(),
  'child.vhdx': () => buildImage(child).toBytes(),
  'broken.vhdx': () => buildImage(disk({ headers: [broken, broken] })).toBytes(),
  'cut.vhdx': () => buildImage(ahead).toBytes(),
  'recipe.json': () => Buffer.from(JSON.stringify({ ...clean, disk: { size: '4MiB' } })),
}

/** What is in each file, by name. */
export type Files = ReadonlyMap<string, Buffer>

/** A folder of inputs that can be looked at and put right again, again and again. */
export class CommandFolder {
  readonly dir: string
  #before: Files = new Map()

  constructor(dir: string) {
    this.dir = dir
  }

  async fill(names: readonly string[], prepare: readonly (readonly string[])[]): Promise<void> {
    for (const name of names) await writeFile(this.#path(name), INPUTS[name]?.() ?? '')
    for (const argv of prepare) {
      const { status, err } = await this.run(argv)
      if (status !== 0) throw new Error(err)
    }
    this.#before = await this.look()
    for (const name of this.#before.keys()) await utimes(this.#path(name), 1, 1)
  }

  get before(): Files {
    return this.#before
  }

  #path = (name: string): string => join(this.dir, name)

  /** The names of files in `argv` begin with `./`. Random numbers begin behind `seed`. */
  run(argv: readonly string[], seed = 0): Promise<CommandResult> {
    restartRandom(seed)
    return runCommand(argv.map((word) => (word.startsWith('./') ? this.#path(word) : word)))
  }

  /** What nobody has written to is not read. */
  async look(): Promise<Files> {
    const files = new Map<string, Buffer>()
    for (const name of (await readdir(this.dir)).toSorted()) {
      const known = (await this.#isAsBefore(name)) ? this.#before.get(name) : undefined
      files.set(name, known ?? (await readFile(this.#path(name))))
    }
    return files
  }

  /** The bytes of the image but for its headers, whose numbers tell how often they were written. */
  content = (): Promise<Buffer> => withoutHeaders(this.#path('image.vhdx'))

  async restore(): Promise<void> {
    for (const name of await readdir(this.dir)) {
      if (!this.#before.has(name)) await rm(this.#path(name))
    }
    for (const [name, bytes] of this.#before) {
      if (await this.#isAsBefore(name)) continue
      await writeFile(this.#path(name), bytes)
      await utimes(this.#path(name), 1, 1)
    }
  }

  /** Whether nobody has written to a file since it was put right; it may be gone. */
  #isAsBefore = (name: string): Promise<boolean> =>
    stat(this.#path(name)).then(
      ({ mtimeMs }) => mtimeMs === 1000,
      () => false,
    )
}
