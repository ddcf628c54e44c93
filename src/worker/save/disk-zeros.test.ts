/** A log may have zeros that no memory holds: an export makes what is asked for, and nothing of the rest. */

import { expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import { GIB, KIB, MIB, TIB } from '../../engine/format/layout.ts'
import { quietRun, sessionCalls } from '../../testing/worker-calls.ts'

const run = quietRun()

/** A disk whose only block is written by a log that has `zeros` bytes of zeros behind it. */
function image(zeros: number): Blob {
  const file = buildImage({
    virtualDiskSize: 64 * MIB,
    blocks: [{ block: 1, fill: 0x5a }],
    fileSize: 5 * MIB,
    log: {
      entries: [
        {
          lastFileOffset: BigInt(8 * MIB + zeros),
          updates: [
            { kind: 'zero', fileOffset: BigInt(8 * MIB), length: BigInt(zeros) },
            { kind: 'bat', changes: { 2: { state: 'fully-present', fileOffsetMB: 8 } } },
          ],
        },
      ],
    },
  })
  return new Blob([file.take(0, file.size) as Uint8Array<ArrayBuffer>])
}

test.each([
  ['64 GiB', 64 * GIB],
  ['1 TiB', TIB],
])('4 KiB of a disk whose log has a run of %s of zeros is 4 KiB', async (_, zeros) => {
  const session = sessionCalls()
  const { outcome } = await session.file.open({ input: image(zeros) }, run)
  expect(outcome).toBe('replayable')
  const part = { state: 'after', offset: 2 * MIB - 2 * KIB, length: 4 * KIB } as const
  const { blob } = await session.disk.blob(part, run)
  const bytes = new Uint8Array(await blob.arrayBuffer())
  expect(bytes).toEqual(new Uint8Array(4 * KIB).fill(0x5a, 0, 2 * KIB))
})
