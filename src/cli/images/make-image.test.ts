/** What happens to files while a new image is made of them. */
import { open, readdir, unlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ByteSource } from '../../engine/bytes/byte-source.ts'
import { buildImage } from '../../engine/compose/build-image.ts'
import { MIB } from '../../engine/format/layout.ts'
import { readImage } from '../../engine/image/image.ts'
import { planNewImage } from '../../engine/new-image/plan-new-image.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { makeImage, randomImageIds, Sources } from './make-image.ts'

/** Makes a VHDX of a disk with two blocks; `meanwhile` is done before the second one is read. */
async function making(dir: string, meanwhile: () => Promise<unknown>) {
  const paths = ['child.vhdx', 'parent.vhdx'].map((name) => join(dir, name))
  for (const path of paths) await writeFile(path, 'not read')
  const blocks = [0, 1].map((block) => ({ block, fill: block + 1 }))
  const { source, bat } = await readImage(buildImage({ virtualDiskSize: 2 * MIB, blocks }))
  let isWriting = false
  const watched: ByteSource = {
    size: source.size,
    async read(offset, length) {
      if (isWriting && offset >= 5 * MIB) {
        isWriting = false
        await meanwhile()
      }
      return source.read(offset, length)
    },
  }
  const layers = [{ source: watched, bat }]
  const plan = await planNewImage(layers, { format: 'vhdx', ids: randomImageIds(), time: 0 })
  if (!plan.ok) throw new Error(plan.reason)
  isWriting = true
  const job = { plan, layers, sources: await Sources.of(paths), isProven: true }
  const signal = new AbortController().signal
  return makeImage(join(dir, 'out.vhdx'), job, { out: () => {}, err: () => {}, signal }).then(
    ({ status }) => String(status),
    (error: unknown) => (error instanceof Error ? error.message.replaceAll(`${dir}/`, '') : ''),
  )
}

const temporaryIn = async (dir: string): Promise<string> => {
  const name = (await readdir(dir)).find((each) => each.startsWith('.vhdx-inspector-'))
  return join(dir, name ?? 'none')
}

test.each<[string, (dir: string) => Promise<unknown>, string, readonly string[]]>([
  ['nothing happens', async () => {}, '0', ['child.vhdx', 'out.vhdx', 'parent.vhdx']],
  [
    'the image changes',
    (dir) => utimes(join(dir, 'child.vhdx'), 1, 1),
    'child.vhdx has changed while it was read; is it in use?',
    ['child.vhdx', 'parent.vhdx'],
  ],
  [
    'a parent changes',
    (dir) => writeFile(join(dir, 'parent.vhdx'), 'more than before'),
    'parent.vhdx has changed while it was read; is it in use?',
    ['child.vhdx', 'parent.vhdx'],
  ],
  [
    'the image vanishes',
    (dir) => unlink(join(dir, 'child.vhdx')),
    'child.vhdx cannot be read: there is no such file or folder.',
    ['parent.vhdx'],
  ],
  [
    'the new file vanishes',
    async (dir) => unlink(await temporaryIn(dir)),
    'out.vhdx cannot be read: there is no such file or folder.',
    ['child.vhdx', 'parent.vhdx'],
  ],
  [
    'somebody takes the name',
    (dir) => writeFile(join(dir, 'out.vhdx'), 'mine'),
    'out.vhdx cannot be written: it exists already, and nothing is ever overwritten.',
    ['child.vhdx', 'out.vhdx', 'parent.vhdx'],
  ],
  [
    'the device loses what was written',
    async (dir) => {
      const file = await open(await temporaryIn(dir), 'r+')
      await file.write(Buffer.alloc(512), 0, 512, 4 * MIB)
      await file.close()
    },
    'out.vhdx was read back and its disk does not hold what the source does, so it is not kept: has a source changed, or is its device failing?',
    ['child.vhdx', 'parent.vhdx'],
  ],
])('when %s, that is the end of it, or one sentence says why not', (_, meanwhile, said, left) =>
  inTempDir(async (dir) => {
    expect(await making(dir, () => meanwhile(dir))).toBe(said)
    expect((await readdir(dir)).sort()).toEqual(left)
  }),
)
