import { expect, test } from 'vitest'
import { extSuperblock, guestDisk } from '../../testing/guest-volumes.ts'
import { REPLAY_IDS } from '../../testing/our-replay.ts'
import { buildImage } from '../compose/build-image.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { MIB } from '../format/layout.ts'
import { inspect } from '../inspect/inspect.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import { lookFurther } from './look-further.ts'

test('of a file whose blocks cannot be read any more the rest of the verdict holds', async () => {
  const file = buildImage(guestDisk(16 * MIB, [[1024, extSuperblock({ state: 3 })]]))
  const inspected = await surveyBlocks(await inspect(file, REPLAY_IDS))
  const { before } = inspected
  const gone = {
    size: file.size,
    read: (offset: number, length: number) =>
      offset < 4 * MIB ? file.read(offset, length) : Promise.reject(new Error('gone')),
  }
  const unread = { ...inspected, before: { ...before, source: gone } }
  await expect(lookFurther({ inspected: unread })).rejects.toThrow('gone')
  const looks = await lookFurther({ inspected: unread, forgives: () => true })
  expect(await diagnose(unread, { looks })).toMatchObject({
    condition: 'sound',
    diagnoses: [],
    volumeFindings: [],
    notLooked: ['the partitions and file systems on the disk'],
  })
})

test('an abort is passed on', async () => {
  const file = buildImage(guestDisk(16 * MIB, [[1024, extSuperblock()]]))
  const inspected = await surveyBlocks(await inspect(file, REPLAY_IDS))
  const abort = new AbortController()
  abort.abort(new Error('enough'))
  await expect(lookFurther({ inspected }, { signal: abort.signal })).rejects.toThrow('enough')
})
