/** What is looked at behind the first answer comes as a part of the additions, and is said while it is missing. */
import { expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { SparseFile } from '../../engine/compose/sparse-file.ts'
import { MIB } from '../../engine/format/layout.ts'
import { SALVAGED_DISK } from '../../testing/salvage-images.ts'
import { quietRun, sessionCalls } from '../../testing/worker-calls.ts'

const run = quietRun()

const fileOf = (image: SparseFile): File =>
  new File([image.take(0, image.size) as Uint8Array<ArrayBuffer>], 'a.vhdx')

test('a file is opened first, and looked at further then', async () => {
  const image = buildImage(SALVAGED_DISK)
  image.put(0, new Uint8Array(MIB))
  const calls = sessionCalls()
  const opened = await calls.file.open({ input: fileOf(image) }, run)
  expect(opened.verdict.diagnoses).toEqual([])
  expect(opened.verdict.notLooked).toHaveLength(1)
  const more = await calls.file.additions({ blocks: 'few' }, run)
  expect(more.verdict).toMatchObject({ notLooked: [], diagnoses: [{ id: 'head-wiped' }] })
  expect(await calls.file.verdict({}, run)).toEqual(more.verdict)
})

test('of a whole file only what its disk is divided into is looked at', async () => {
  const calls = sessionCalls()
  const input = fileOf(buildImage(SALVAGED_DISK))
  const { verdict } = await calls.file.open({ input }, run)
  expect(verdict.notLooked).toEqual(['the partitions and file systems on the disk'])
  const read = await calls.file.bytesRead({}, run)
  const more = await calls.file.additions({ blocks: 'few' }, run)
  expect(more.verdict).toMatchObject({ condition: 'sound', diagnoses: [], notLooked: [] })
  expect((await calls.file.bytesRead({}, run)) - read).toBeLessThan(MIB)
})
