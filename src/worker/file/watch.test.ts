import { expect, test } from 'vitest'
import { guid } from '../../engine/bytes/guid.ts'
import { buildImage } from '../../engine/compose/build-image.ts'
import { buildSample } from '../../engine/compose/samples.ts'
import { MIB, TIB } from '../../engine/format/layout.ts'
import { inspect } from '../../engine/inspect/inspect.ts'
import { watchedRanges } from '../../engine/inspect/watched-ranges.ts'
import { CallError } from '../client.ts'
import { batchesOf } from './batches.ts'
import { hasChanged, watch } from './watch.ts'

const IDS = { fileWriteGuid: guid('11111111-2222-4333-8444-555555555555') }
const blobOf = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>])

async function watchSample() {
  const { source } = buildSample('dirty')
  const inspected = await inspect(source, IDS)
  const ranges = watchedRanges(inspected)
  const bytes = source.toBytes()
  return { inspected, ranges, bytes, taken: await watch(blobOf(bytes), ranges) }
}

/** As if the same file had other bytes now. */
async function changedTo(bytes: Uint8Array): Promise<boolean> {
  const { taken } = await watchSample()
  const file = blobOf(bytes)
  const batches = taken.batches.flatMap((batch) =>
    [...batchesOf(file, batch.ranges)].map(({ blob }) => ({ ...batch, blob })),
  )
  return hasChanged({ batches })
}

test('notices one other byte in a header, the log, a table, or a place that the replay writes', async () => {
  const { bytes, inspected } = await watchSample()
  const target = inspected.update?.report.changes[0]?.offset ?? Number.NaN
  const { metadata, bat } = inspected.before
  const inItems = metadata?.items[0]?.range?.offset ?? Number.NaN
  const lastEntry = (bat?.region.offset ?? Number.NaN) + (bat?.count ?? 0) * 8 - 1
  expect(await changedTo(bytes)).toBe(false)
  for (const at of [64 * 1024 + 10, MIB + 5000, target, inItems, lastEntry]) {
    const other = bytes.slice()
    other[at] = (other[at] ?? 0) ^ 1
    expect(await changedTo(other)).toBe(true)
  }
})

test('looks at nothing else', async () => {
  const { bytes } = await watchSample()
  const other = bytes.slice()
  other[bytes.length - 1] = 0x77
  expect(await changedTo(other)).toBe(false)
})

test('a file that the browser does not read on has changed', async () => {
  const gone = (code: 'file-changed' | 'file-missing') => {
    const blob = { size: 1, arrayBuffer: () => Promise.reject(new CallError(code, 'fake')) }
    return { batches: [{ ranges: [], blob: blob as unknown as Blob, checksum: 0 }] }
  }
  expect(await hasChanged(gone('file-changed'))).toBe(true)
  await expect(hasChanged(gone('file-missing'))).rejects.toThrow('fake')
})

test('of a run of a terabyte it watches the ends that the file has', async () => {
  const image = buildImage({
    virtualDiskSize: 2 ** 30,
    fileSize: 40 * MIB,
    log: {
      entries: [{ updates: [{ kind: 'zero', fileOffset: BigInt(8 * MIB), length: BigInt(TIB) }] }],
    },
  })
  const ranges = watchedRanges(await inspect(image, IDS))
  expect(ranges).toContainEqual({ offset: 8 * MIB, length: MIB })
  expect(ranges.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(4 * MIB)
})
