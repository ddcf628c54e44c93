import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildSample } from '../../engine/compose/samples.ts'
import { realImage } from '../../testing/images.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'

const onDirty = (...argv: readonly [string, ...string[]]) =>
  inTempDir(async (dir) => {
    const path = join(dir, 'dirty.vhdx')
    await writeImage(path, buildSample('dirty').source)
    const [command, ...options] = argv
    return runCommand([command, path, ...options])
  })

test('history tells the sessions, what they wrote, and what is left of others', async () => {
  const { status, out, err } = await onDirty('history')
  expect({ status, err }).toEqual({ status: 0, err: '' })
  expect(out).toMatch(/^dirty\.vhdx: 2 sessions in the log, the earliest first\n {2}1\. /)
  expect(out).toContain('(current), 6 valid entries, 1 invalid')
  expect(out).toContain('later: proven. The current header names its LogGuid')
  expect(out).toMatch(/ {2}BAT\[0–511\] at 0x300000, 4 KiB\n {4}session 1, entry 900: the first/)
  expect(out).toContain('Data sectors without an entry\n  906: 1 sector from log+0x2D000')
})

test('history as data is what the report has', async () => {
  const history = JSON.parse((await onDirty('history', '--json')).out)
  const report = JSON.parse((await onDirty('inspect', '--json')).out)
  expect(report.log.history).toEqual(history)
  expect(history.sessions).toMatchObject({
    count: 2,
    rows: [{ current: false }, { current: true }],
  })
})

test('trace tells each tail, and what the search ends with', async () => {
  const { status, out } = await onDirty('trace')
  expect(status).toBe(0)
  expect(out).toMatch(
    /\nTail log\+0x0\n {2}The entry at log\+0x0 is not valid\n {4}Its LogGuid is /,
  )
  expect(out).toMatch(/\nTail log\+0x6000: 6 entries, up to number 80000000000000015\n/)
  expect(out).toMatch(/\nThe candidate is the active sequence\n/)
})

test('trace as data ends with the positions that are replayed', async () => {
  const trace = JSON.parse((await onDirty('trace', '--json')).out)
  const report = JSON.parse((await onDirty('inspect', '--json')).out)
  expect(trace.active).toEqual(report.log.active.positions)
  expect(trace.tails.every(({ why }: { why: string[] }) => why.length > 0)).toBe(true)
})

test('trace follows another LogGuid, and refuses what is none', async () => {
  const history = JSON.parse((await onDirty('history', '--json')).out)
  const { out } = await onDirty('trace', '--json', '--guid', history.sessions.rows[0].guid)
  expect(JSON.parse(out).active).not.toBeNull()
  expect(await onDirty('trace', '--guid', 'x')).toMatchObject({ status: 2, out: '' })
})

test('what is not a VHDX has neither', async () => {
  await inTempDir(async (dir) => {
    const path = join(dir, 'a.zip')
    await writeFile(path, 'PK\x03\x04')
    for (const command of ['history', 'trace']) {
      const { status, out, err } = await runCommand([command, path])
      expect({ status, out }).toEqual({ status: 30, out: '' })
      expect(err).toMatch(/^a\.zip is not a VHDX: /)
    }
  })
})

test.skipIf(!realImage('windows-swap.vhdx'))(
  'history of an image of Windows: one session, and data of another one',
  async () => {
    const path = realImage('windows-swap.vhdx') ?? ''
    const { out } = await runCommand(['history', path])
    expect(out).toContain(
      '4 valid entries, sequence numbers 408901240781224785 to 408901240781224788\n',
    )
    expect(out).toContain('session 1, entry 408901240781224788: BAT[0]: ZERO → FULLY_PRESENT')
    expect(out).toContain('on disk now: the same bytes again\n')
    expect(out).toContain(
      '3247462349277760432: 11 sectors from log+0x7000: all zero; near to no session',
    )
  },
)
