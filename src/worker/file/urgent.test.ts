import { expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import { GIB } from '../../engine/format/layout.ts'
import { inspect } from '../../engine/inspect/inspect.ts'
import { randomIds } from '../workbench/random-ids.ts'
import { Urgent } from './urgent.ts'

const inspected = async () => inspect(buildImage({ virtualDiskSize: GIB }), randomIds())

test('what yields reads on only when all that is urgent is done, failed work included', async () => {
  const urgent = new Urgent()
  const { source } = urgent.yielding(await inspected()).before
  const done: string[] = []
  const ends: ((error?: Error) => void)[] = []
  const work = () =>
    new Promise<void>((resolve, reject) => {
      ends.push((error) => (error ? reject(error) : resolve()))
    })
  const [one, two] = [urgent.do(work), urgent.do(work)]
  const reading = source.read(0, 8).then(() => done.push('read'))
  one.catch(() => done.push('failed'))
  ends[0]?.(new Error('lost'))
  await new Promise((resolve) => setTimeout(resolve))
  expect(done).toEqual(['failed'])
  ends[1]?.()
  await Promise.all([two, reading])
  expect(done).toEqual(['failed', 'read'])
})

test('reads the same, at once, while nothing is urgent', async () => {
  const image = await inspected()
  const { before } = new Urgent().yielding(image)
  expect(before.source.size).toBe(image.before.source.size)
  expect(await before.source.read(0, 16)).toEqual(await image.before.source.read(0, 16))
})
