import { expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import { MIB } from '../../engine/format/layout.ts'
import { FakeDisk } from '../../testing/fake-disk.ts'
import { infoOf, quietRun, sessionCalls } from '../../testing/worker-calls.ts'
import type { Platform } from '../workbench/workbench.ts'

const run = quietRun()
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
/** More than memory should hold. */
const ZEROS = 18 * MIB

/** A dirty image whose log makes the file longer by a run of zeros. */
async function opened(platform: Partial<Platform>) {
  const file = buildImage({
    virtualDiskSize: 64 * MIB,
    blocks: [{ block: 1, fill: 0x5a }],
    fileSize: 5 * MIB,
    log: {
      entries: [
        {
          lastFileOffset: BigInt(8 * MIB + ZEROS),
          updates: [{ kind: 'zero', fileOffset: BigInt(8 * MIB), length: BigInt(ZEROS) }],
        },
      ],
    },
  })
  const session = sessionCalls(platform)
  const input = new Blob([file.take(0, file.size) as Uint8Array<ArrayBuffer>])
  await session.file.open({ input }, run)
  return session
}

test('Firefox is given zeros of one file in private storage, which the next download removes', async () => {
  const disk = new FakeDisk()
  const first = disk.openTab()
  const session = await opened({ ...first, userAgent: FIREFOX })
  const blob = await session.save.blob({}, run)
  expect(blob.size).toBe(8 * MIB + ZEROS)
  const [folder = ''] = [...disk.folders.keys()].filter((name) => name.endsWith('downloads'))
  const [name] = disk.names(folder)
  expect(disk.names(folder)).toHaveLength(1)
  const others = await (await opened({ userAgent: 'Chrome/140' })).save.blob({}, run)
  const middle = async (of: Blob) => new Uint8Array(await of.slice(2 * MIB, 6 * MIB).arrayBuffer())
  expect(Buffer.compare(await middle(blob), await middle(others))).toBe(0)
  first.kill()
  await (await opened({ ...disk.openTab(), userAgent: FIREFOX })).save.blob({}, run)
  expect(disk.names(folder)).not.toContain(name)
})

test('where there is no private storage, or no room in it, the download is refused with other ways', async () => {
  const none = await opened({ userAgent: FIREFOX })
  const refused = await infoOf(none.save.blob({}, run) as Promise<unknown>)
  expect(refused).toMatchObject({ code: 'no-space' })
  expect(refused.message).toMatch(/does not give to this page\. Export a patch instead/)
  const disk = new FakeDisk()
  const tab = disk.openTab()
  tab.before = (operation) => {
    if (operation === 'truncate') throw new DOMException('full', 'QuotaExceededError')
  }
  const full = await opened({ ...tab, userAgent: FIREFOX })
  const error = await infoOf(full.save.blob({}, run) as Promise<unknown>)
  expect(error.message).toMatch(/has no room for that/)
  expect([...disk.folders.keys()].flatMap((folder) => disk.names(folder))).toEqual([])
})
