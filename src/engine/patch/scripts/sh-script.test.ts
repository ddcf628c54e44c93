/** The script for POSIX sh, run by the shells of this machine on real files. */
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { NodeFile } from '../../../cli/files/node-file.ts'
import { CutFile } from '../../../testing/crash-file.ts'
import { dirtyImages } from '../../../testing/image-with-log.ts'
import { realImage } from '../../../testing/images.ts'
import {
  copyOf,
  fewChanges,
  isFile,
  makePatchFiles,
  type PatchedImage,
  withPatch,
} from '../../../testing/patched-image.ts'
import { contentOf, patchOfPlan, salvagedBy } from '../../../testing/patched-plans.ts'
import { patchOf } from '../../../testing/patches.ts'
import { inTempDir } from '../../../testing/qemu.ts'
import { linkBusybox, runScript, type Shell, shells } from '../../../testing/shells.ts'
import { stride } from '../../../testing/thorough.ts'
import { writeImage } from '../../../testing/write-image.ts'
import { buildRecipe } from '../../compose/build-recipe.ts'
import { dirty } from '../../compose/samples/dirty.ts'
import { preview } from '../../update/preview.ts'
import { carryOut } from '../carry-out.ts'
import { decodePatch } from '../decode-patch.ts'
import { patchState } from '../patch-state.ts'
import { shScript } from './sh-script.ts'

// For machines that are busy with other things.
vi.setConfig({ testTimeout: 60_000 })

const SH: Shell = ['sh']

describe.each(shells.map((shell) => [shell.join(' '), shell] as const))('in %s', (_, shell) => {
  test('applied the image is the saved copy, taken back the original', async () => {
    await withPatch(async ({ path, sh, before, after }) => {
      expect(await runScript(shell, sh, [path])).toMatchObject({ status: 0, stderr: '' })
      expect(await isFile(path, after)).toBe(true)
      const again = await runScript(shell, sh, [path])
      expect(again).toMatchObject({ status: 0, stdout: expect.stringContaining('already') })
      expect(await runScript(shell, sh, ['--undo', path])).toMatchObject({ status: 0, stderr: '' })
      expect(await isFile(path, before)).toBe(true)
      const undone = await runScript(shell, sh, ['--undo', path])
      expect(undone).toMatchObject({ status: 0, stdout: expect.stringContaining('already') })
      expect(await isFile(path, before)).toBe(true)
    })
  })
})

/** In the order of the replay, as far as `count` places: header, header, size, data, header, header. */
async function cutAfter(place: PatchedImage, path: string, count: number): Promise<void> {
  const { patch: file, before, after } = place
  const patch = await decodePatch(await readFile(file))
  const { first, second } = patch.headers
  await writeFile(path, before)
  const image = await NodeFile.open(path, 'r+')
  const steps = [
    // A header is written half at first.
    () => image.write(first.offset, first.opened.subarray(0, 20)),
    () => image.write(first.offset, first.opened),
    () => image.write(second.offset, second.opened.subarray(0, 50)),
    () => image.write(second.offset, second.opened),
    () => image.resize(after.length),
    ...patch.runs.flatMap(({ offset, length }) => [
      () => image.write(offset, after.subarray(offset, offset + Math.floor(length / 2) + 3)),
      () => image.write(offset, after.subarray(offset, offset + length)),
    ]),
    () => image.write(first.offset, first.closed.subarray(0, 64)),
    () => image.write(first.offset, first.closed),
    () => image.write(second.offset, second.closed.subarray(0, 20)),
    () => image.write(second.offset, second.closed),
  ]
  for (const step of steps.slice(0, count)) await step()
  await image.close()
}

test('cut at any step, in the middle of a sector too, it goes on and it goes back', async () => {
  await withPatch(async (place) => {
    const { sh, before, after } = place
    const work = await copyOf(place)
    let count = 0
    for (let isWhole = false; !isWhole; count += stride(3)) {
      await cutAfter(place, work, count)
      isWhole = await isFile(work, after)
      const [way, expected] = count % 2 === 0 ? [['--undo'], before] : [[], after]
      expect(await runScript(SH, sh, [...way, work])).toMatchObject({ status: 0, stderr: '' })
      expect(await isFile(work, expected)).toBe(true)
    }
    expect(count).toBeGreaterThan(14)
  }, fewChanges)
})

test('killed at any command that writes, it leaves what it can complete and what it can take back', async () => {
  await withPatch(async (place) => {
    const { dir, sh, before, after } = place
    const work = await copyOf(place)
    const script = await readFile(sh, 'utf8')
    for (const way of [[], ['--undo']]) {
      for (let turn = 1; ; turn += stride(3)) {
        await writeFile(work, way.length === 0 ? before : after)
        // Power fails behind the write with this number.
        const killer = join(dir, 'killer.sh')
        const count = `turn=$((\${turn:-0} + 1)); [ $turn -le ${turn} ] || kill -9 $$`
        const counting = script.replace(/^(put|resize)\(\) \{$/gm, (line) => `${line}\n${count}`)
        expect(counting).not.toBe(script)
        await writeFile(killer, counting)
        // Nobody cleans up behind it.
        const shell: Shell = ['env', `TMPDIR=${dir}`, 'sh']
        const killed = await runScript(shell, killer, [...way, work])
        if (killed.status === 0) {
          expect(turn).toBeGreaterThan(5)
          break
        }
        const [on, expected] = turn % 2 === 0 ? [['--undo'], before] : [[], after]
        expect(await runScript(SH, sh, [...on, work])).toMatchObject({ status: 0, stderr: '' })
        expect([turn, await isFile(work, expected)]).toEqual([turn, true])
        expect(turn).toBeLessThan(60)
      }
    }
  }, fewChanges)
})

test('with the commands of busybox alone it does the same', async (context) => {
  await withPatch(async (place) => {
    const { dir, path, sh, before, after } = place
    const bin = join(dir, 'bin')
    await mkdir(bin)
    if (!linkBusybox(bin)) return context.skip()
    const shell: Shell = ['env', `PATH=${bin}`, 'sh']
    expect(await runScript(shell, sh, [path])).toMatchObject({ status: 0, stderr: '' })
    expect(await isFile(path, after)).toBe(true)
    await cutAfter(place, path, 9)
    expect(await runScript(shell, sh, ['--undo', path])).toMatchObject({ status: 0, stderr: '' })
    expect(await isFile(path, before)).toBe(true)
  })
})

test('where dd cannot change the size of a file, truncate does, and else it stops in time', async () => {
  await withPatch(async ({ dir, path, sh, before, after }) => {
    const bin = join(dir, 'bin')
    await mkdir(bin)
    const shell: Shell = ['env', `PATH=${bin}:${process.env['PATH']}`, 'sh']
    const poor = `#!/bin/sh\ncase "$*" in if=/dev/null*seek=*) exit 0 ;; esac\nPATH=\${PATH#*:} exec dd "$@"\n`
    await writeFile(join(bin, 'dd'), poor, { mode: 0o755 })
    expect(await runScript(shell, sh, [path])).toMatchObject({ status: 0, stderr: '' })
    expect(await isFile(path, after)).toBe(true)
    await writeFile(join(bin, 'truncate'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    expect(await runScript(shell, sh, ['--undo', path])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Stopped in the middle'),
    })
    expect(await runScript(SH, sh, ['--undo', path])).toMatchObject({ status: 0, stderr: '' })
    expect(await isFile(path, before)).toBe(true)
    expect((await runScript(shell, sh, [path])).status).toBe(1)
    expect(await runScript(SH, sh, [path])).toMatchObject({ status: 0, stderr: '' })
    expect(await isFile(path, after)).toBe(true)
  }, fewChanges)
})

test('on images of random logs it does what the patch does, with sizes that are no blocks too', async () => {
  const images = fc.sample(dirtyImages, { numRuns: 8, seed: 11 })
  await inTempDir(async (dir) => {
    const [path, script] = [join(dir, 'image'), join(dir, 'script')]
    for (const image of images) {
      const { before, after, patch } = await patchOf(await image())
      await writeFile(path, before)
      await writeFile(script, shScript(patch))
      expect(await runScript(SH, script, [path])).toMatchObject({ status: 0, stderr: '' })
      expect(await isFile(path, Buffer.from(after))).toBe(true)
      expect(await runScript(SH, script, ['--undo', path])).toMatchObject({ status: 0, stderr: '' })
      expect(await isFile(path, Buffer.from(before))).toBe(true)
    }
  })
})

test.each([
  // First the one that is current then.
  ['headers-anew', ['first', 'second']],
  ['identifier', ['second', 'first']],
  ['lengthened', ['second', 'first']],
] as const)(
  'of a salvage by %s, cut at any step it goes on and it goes back',
  async (way, closing) => {
    const planned = await salvagedBy(way)
    const patch = await patchOfPlan(planned)
    expect([patch.version, patch.headers.closing]).toEqual([2, closing])
    const before = await contentOf(planned.file)
    const after = await contentOf(preview(planned.file, planned.plan.steps))
    await inTempDir(async (dir) => {
      const [path, script] = [join(dir, 'image'), join(dir, 'script')]
      await writeFile(script, shScript(patch, 'salvage'))
      for (let count = 0; ; count++) {
        const cut = new CutFile(before, count)
        const state = await patchState(cut, patch)
        if (state === undefined) throw new Error('the image is another one')
        const isWhole = await carryOut(cut, patch, { state, way: 'apply' }).then(
          () => true,
          () => false,
        )
        // Of what is not stable every other piece is lost.
        await writeFile(path, await cut.crash((piece) => piece % 2 === 0, count % 3 === 0))
        const [argv, wanted] = count % 2 === 0 ? [['--undo'], before] : [[], after]
        const result = await runScript(SH, script, [...argv, path])
        expect([count, result.status, result.stderr]).toEqual([count, 0, ''])
        expect([count, await isFile(path, Buffer.from(wanted))]).toEqual([count, true])
        if (isWhole) break
      }
    })
  },
)

const qemuImage = realImage('iotest-dirtylog-10G-4M.vhdx')

test.skipIf(qemuImage === undefined)(
  'an image that QEMU has left dirty is replayed by it',
  async () => {
    await inTempDir(async (dir) => {
      const path = join(dir, 'image.vhdx')
      await copyFile(qemuImage ?? '', path)
      const before = await readFile(path)
      const { sh, copy } = await makePatchFiles(path, dir)
      expect(await runScript(SH, sh, [path])).toMatchObject({ status: 0, stderr: '' })
      expect(await isFile(path, await readFile(copy))).toBe(true)
      expect(await runScript(SH, sh, ['--undo', path])).toMatchObject({ status: 0, stderr: '' })
      expect(await isFile(path, before)).toBe(true)
    })
  },
)

test('on a sparse image of 200 GiB it takes no longer, and no room', async () => {
  await inTempDir(async (dir) => {
    const path = join(dir, 'large.vhdx')
    const { log } = dirty
    const entries = (log?.entries ?? []).map((entry) =>
      'lastFileOffset' in entry ? { ...entry, lastFileOffset: '201GiB' } : entry,
    )
    await writeImage(path, buildRecipe({ ...dirty, fileSize: '200GiB', log: { ...log, entries } }))
    const { sh, copy } = await makePatchFiles(path, dir)
    const before = await ends(path)
    const began = performance.now()
    expect(await runScript(SH, sh, [path])).toMatchObject({ status: 0, stderr: '' })
    expect(await ends(path)).toEqual(await ends(copy))
    expect((await stat(path)).size).toBe(201 * 2 ** 30)
    expect(await runScript(SH, sh, ['--undo', path])).toMatchObject({ status: 0, stderr: '' })
    expect(await ends(path)).toEqual(before)
    expect(performance.now() - began).toBeLessThan(20_000)
    expect((await stat(path)).blocks * 512).toBeLessThan(64 * 2 ** 20)
  })
})

/** Its size, and all that is in it: there is nothing in between. */
async function ends(path: string) {
  const file = await NodeFile.open(path, 'r')
  try {
    const parts = [await file.read(0, 16 * 2 ** 20), await file.read(file.size - 2 ** 20, 2 ** 20)]
    return [file.size, ...parts.map((part) => createHash('sha256').update(part).digest('hex'))]
  } finally {
    await file.close()
  }
}
