import { safeParse } from 'valibot'
import { expect, test } from 'vitest'
import { reportSchema } from '../../engine/report/json/report-schema.ts'
import { extSuperblock } from '../../testing/guest-volumes.ts'
import { fatWith } from '../../testing/made-fat.ts'
import { imageBetween } from '../../testing/two-states.ts'
import { quietRun, sessionCalls } from '../../testing/worker-calls.ts'

const MIB = 2 ** 20
const run = quietRun()

const blobOf = (before: Uint8Array, after: Uint8Array): Blob =>
  new Blob([imageBetween(before, after).toBytes() as Uint8Array<ArrayBuffer>])

test('says of the open file which files its replay affects, and of a clean one nothing', async () => {
  const { file, recipe, affected, report } = sessionCalls()
  await file.open(
    {
      input: blobOf(
        fatWith({ STAYS: 'a', OTHER: 'b' }),
        fatWith({ STAYS: 'a', OTHER: 'c', NEW: 'n' }),
      ),
    },
    run,
  )
  const found = await affected.list({ most: 10 }, run)
  expect(found).toMatchObject({
    ok: true,
    volumes: [{ fileSystem: 'FAT12', outcome: 'compared', counts: { paths: 3, directories: 1 } }],
  })
  const files = found?.ok ? found.volumes[0]?.files : []
  expect(files?.map(({ path, status }) => `${path} ${status}`).sort()).toEqual([
    '/ changed',
    '/NEW only-after',
    '/OTHER changed',
  ])
  // The same answer, cut where it is too long.
  const short = await affected.list({ most: 1 }, run)
  expect(short).toMatchObject({ volumes: [{ files: [{}], counts: { paths: 3 } }] })

  // What somebody has asked for is in the report from then on.
  const asked = { name: 'a.vhdx', made: '2026-01-02T03:04:05Z' }
  const bytes = await report.file({ ...asked, format: 'json' }, run)
  const json = JSON.parse(new TextDecoder().decode(bytes))
  expect(safeParse(reportSchema, json).issues).toBeUndefined()
  expect(json.affected.volumes[0].files).toHaveLength(3)
  const markdown = new TextDecoder().decode(
    await report.file({ ...asked, format: 'markdown' }, run),
  )
  expect(markdown).toContain('## Files of the guest')
  expect(markdown).toMatch(/only after \| `\/NEW`/)

  await recipe.openSample({ sample: 'clean' }, run)
  expect(await affected.list({ most: 10 }, run)).toBeUndefined()
})

test('is stopped when it is called off', async () => {
  const { file, affected } = sessionCalls()
  const disk = new Uint8Array(2 * MIB)
  disk.set(extSuperblock({ blocks: 2048 }), 1024)
  await file.open({ input: blobOf(new Uint8Array(2 * MIB), disk) }, run)
  const abort = new AbortController()
  const asked = affected.list({ most: 10 }, { ...run, signal: abort.signal })
  abort.abort()
  await expect(asked).rejects.toThrow()
})
