/** The law of updates: preview, copy and in-place application give the same bytes. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { randomFile, randomSteps } from '../../testing/random-steps.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { restoreSector } from '../format/log-entry.ts'
import { applyTo } from './apply.ts'
import { copyTo } from './copy.ts'
import { preview } from './preview.ts'
import { type Content, type Step, sizeAfter } from './step.ts'

// For machines that are busy with other things.
vi.setConfig({ testTimeout: 30_000 })

const all = (file: { size: number; read: MemoryFile['read'] }): Promise<Uint8Array> =>
  file.read(0, file.size)

/** As simple as can be: every step on a plain array of bytes. */
function plainly(content: Uint8Array, steps: readonly Step[]): Uint8Array {
  let file = content.slice()
  const grow = (size: number): void => {
    const larger = new Uint8Array(Math.max(size, file.length))
    larger.set(file)
    file = larger
  }
  for (const step of steps) {
    if (step.kind === 'extend') grow(step.size)
    if (step.kind !== 'write') continue
    const bytes = bytesOf(step.content, content)
    if (bytes.length === 0) continue
    grow(step.offset + bytes.length)
    file.set(bytes, step.offset)
  }
  return file
}

function bytesOf(content: Content, file: Uint8Array): Uint8Array {
  if (content.kind === 'bytes') return content.bytes
  if (content.kind === 'zeros') return new Uint8Array(content.length)
  return restoreSector(file.slice(content.at, content.at + 4096), content)
}

const isEqual = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

test('preview, copy and application in place give what the steps say, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(randomFile, randomSteps, async (content, steps) => {
      const expected = plainly(content, steps)
      const source = new MemoryFile(content)
      const view = preview(source, steps)
      expect(sizeAfter(content.length, steps)).toBe(expected.length)
      expect(view.size).toBe(expected.length)
      expect(isEqual(await all(view), expected)).toBe(true)

      const copy = new MemoryFile()
      await copyTo(copy, view)
      expect(isEqual(await all(copy), expected)).toBe(true)
      expect(isEqual(await all(source), content)).toBe(true)

      await applyTo(source, steps)
      expect(isEqual(await all(source), expected)).toBe(true)
    }),
  )
})

test('any part of a preview is that part of the whole', async () => {
  const part = fc.record({ from: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat() })
  await fc.assert(
    fc.asyncProperty(randomFile, randomSteps, part, async (content, steps, { from, length }) => {
      const expected = plainly(content, steps)
      const view = preview(new MemoryFile(content), steps)
      const offset = Math.floor(from * expected.length)
      const count = length % (expected.length - offset + 1)
      const bytes = await view.read(offset, count)
      expect(isEqual(bytes, expected.subarray(offset, offset + count))).toBe(true)
    }),
  )
})

test('an update applied twice is the same as applied once', async () => {
  await fc.assert(
    fc.asyncProperty(randomFile, randomSteps, async (content, steps) => {
      const file = new MemoryFile(content)
      await applyTo(file, steps)
      const once = await all(file)
      await applyTo(file, steps)
      expect(isEqual(await all(file), once)).toBe(true)
    }),
  )
})
