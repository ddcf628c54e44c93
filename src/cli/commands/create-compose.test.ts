import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SAMPLE_IDS } from '../../engine/compose/sample-id.ts'
import { buildSample, sampleRecipe } from '../../engine/compose/samples.ts'
import { describeWithQemu, inTempDir, qemuImg, qemuIo } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'

const report = async (path: string) =>
  JSON.parse((await runCommand(['inspect', path, '--json'])).out)

describe('create makes', () => {
  test('a clean disk as it was asked for, with GUIDs of its own', async () => {
    await inTempDir(async (dir) => {
      const [one, two] = [join(dir, 'one.vhdx'), join(dir, 'two.vhdx')]
      const options = ['--size', '10GiB', '--block-size', '2MiB', '--logical-sector', '4096']
      const made = await runCommand(['create', one, ...options, '--log-size', '3MiB'])
      expect(made).toEqual({
        status: 0,
        out: `${one}: an empty dynamic disk of 10 GiB\n`,
        err: '',
      })
      await runCommand(['create', two, '--size', '1MiB'])
      const [first, second] = [await report(one), await report(two)]
      expect(first).toMatchObject({ outcome: 'clean', findings: [], log: { length: 3 * 2 ** 20 } })
      expect(second).toMatchObject({ outcome: 'clean', findings: [] })
      expect(first.before.geometry).toMatchObject({
        kind: 'dynamic',
        virtualDiskSize: String(10 * 2 ** 30),
        blockSize: 2 * 2 ** 20,
        logicalSectorSize: 4096,
        physicalSectorSize: 4096,
      })
      for (const guid of ['fileWriteGuid', 'dataWriteGuid']) {
        expect(first.headers[0][guid]).not.toBe(second.headers[0][guid])
      }
      expect(first.before.metadata.virtualDiskId).not.toBe(second.before.metadata.virtualDiskId)
    })
  })

  test('the largest disk with the smallest blocks at once, and out of nothing', async () => {
    await inTempDir(async (dir) => {
      const path = join(dir, 'a.vhdx')
      const start = performance.now()
      await runCommand(['create', path, '--size', '64TiB', '--block-size', '1MiB'])
      expect(performance.now() - start).toBeLessThan(2000)
      const { size, blocks } = await stat(path)
      expect(size).toBeGreaterThan(512 * 2 ** 20)
      expect(blocks * 512).toBeLessThan(8 * 2 ** 20)
    })
  })

  test('nothing where there is something, or nobody may write', async () => {
    await inTempDir(async (dir) => {
      const path = join(dir, 'a.vhdx')
      await writeFile(path, 'mine')
      const { status, err } = await runCommand(['create', path, '--size', '1GiB'])
      expect({ status, err }).toMatchObject({
        status: 1,
        err: expect.stringMatching(/^[^\n]+\.\n$/),
      })
      expect(await readFile(path, 'utf8')).toBe('mine')
      const nowhere = await runCommand(['create', join(dir, 'none', 'b'), '--size', '1GiB'])
      expect(nowhere).toMatchObject({
        status: 1,
        err: expect.stringContaining('there is no such file or folder'),
      })
      expect(await readdir(dir)).toEqual(['a.vhdx'])
    })
  })

  test('nothing when it is interrupted', async () => {
    await inTempDir(async (dir) => {
      const argv = ['create', join(dir, 'a'), '--size', '1GiB']
      const { status, err } = await runCommand(argv, AbortSignal.abort())
      expect({ status, err }).toEqual({ status: 1, err: 'Interrupted: nothing was written.\n' })
      expect(await readdir(dir)).toEqual([])
    })
  })
})

describeWithQemu('qemu-img accepts what create makes', () => {
  test.each([
    ['10GiB', []],
    ['1MiB', ['--block-size', '1MiB']],
    ['65537KiB', ['--block-size', '256MiB']],
    ['5TiB', ['--block-size', '8MiB', '--log-size', '8MiB']],
    ['64TiB', []],
  ])('%s %j', async (size, options) => {
    await inTempDir(async (dir) => {
      const path = join(dir, 'a.vhdx')
      expect((await runCommand(['create', path, '--size', size, ...options])).status).toBe(0)
      const wanted = Number((await report(path)).before.geometry.virtualDiskSize)
      for (const at of [0, wanted - 512]) {
        const write = await qemuIo(path, `write -P 0xa5 ${at} 512`)
        expect(write.status).toBe(0)
        expect((await qemuIo(path, `read -P 0xa5 ${at} 512`)).stdout).not.toContain('Pattern')
      }
      const check = await qemuImg(['check', '-f', 'vhdx', path])
      expect(check).toMatchObject({ status: 0, stdout: expect.stringContaining('No errors') })
      const info = JSON.parse((await qemuImg(['info', '--output=json', path])).stdout)
      expect(info).toMatchObject({ format: 'vhdx', 'virtual-size': wanted, 'dirty-flag': false })
      expect((await report(path)).outcome).toBe('clean')
    })
  })
})

describe('compose', () => {
  test.each(SAMPLE_IDS)('builds the sample %s from its recipe', async (id) => {
    await inTempDir(async (dir) => {
      const [recipe, out] = [join(dir, 'recipe.json'), join(dir, 'a.vhdx')]
      await writeFile(recipe, JSON.stringify(sampleRecipe(id), undefined, 2))
      expect(await runCommand(['compose', recipe, out])).toMatchObject({ status: 0, err: '' })
      expect(Buffer.compare(await readFile(out), buildSample(id).source.toBytes())).toBe(0)
    })
  })

  test.each([
    ['what is no JSON', '{"format"', /^This is not JSON: [^\n]+\.\n$/],
    ['what is no recipe', '[]', /^This must be an object\.\n$/],
    [
      'every problem of a recipe on a line of its own',
      '{"format":"vhdx-inspector-recipe","version":2,"disk":{"size":"1\\u001b[2J"}}',
      /^version: This must be 1\.\ndisk\.size: This must be [^\n]+\.\n$/,
    ],
  ])('refuses with status 2 and names %s', async (_, text, message) => {
    await inTempDir(async (dir) => {
      const recipe = join(dir, 'recipe.json')
      await writeFile(recipe, text)
      const { status, out, err } = await runCommand(['compose', recipe, join(dir, 'a.vhdx')])
      expect({ status, out }).toEqual({ status: 2, out: '' })
      expect(err).toMatch(message)
      expect(await readdir(dir)).toEqual(['recipe.json'])
    })
  })

  test('says in a sentence what keeps it from reading or writing', async () => {
    await inTempDir(async (dir) => {
      const recipe = join(dir, 'recipe.json')
      const missing = await runCommand(['compose', recipe, join(dir, 'a')])
      expect(missing).toMatchObject({ status: 1, err: expect.stringMatching(/^[^\n]+\.\n$/) })
      await writeFile(recipe, JSON.stringify(sampleRecipe('clean')))
      const itself = await runCommand(['compose', recipe, recipe])
      expect(itself).toMatchObject({ status: 1, err: expect.stringContaining('exists already') })
      await writeFile(recipe, Buffer.alloc(64 * 2 ** 20 + 1))
      const huge = await runCommand(['compose', recipe, join(dir, 'a')])
      expect(huge).toMatchObject({ status: 1, err: expect.stringContaining('larger than') })
      expect(await readdir(dir)).toEqual(['recipe.json'])
    })
  })
})
