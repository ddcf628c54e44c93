/** What the script for POSIX sh refuses, and that nothing of the image is obeyed. */
import { execFile } from 'node:child_process'
import { readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { HEADERS_END } from '../../testing/image-with-log.ts'
import { copyOf, fewChanges, isFile, withPatch } from '../../testing/patched-image.ts'
import { runScript, type Shell, shells } from '../../testing/shells.ts'
import { THOROUGH } from '../../testing/thorough.ts'
import { KIB } from '../format/layout.ts'

// For machines that are busy with other things.
vi.setConfig({ testTimeout: 60_000 })

const SH: Shell = ['sh']

test.each(shells.map((shell) => [shell.join(' '), shell] as const))(
  'in %s an image that differs in a byte is refused and stays as it is',
  async (_, shell) => {
    await withPatch(async ({ before, after, path, sh }) => {
      for (const content of [before, after]) {
        const [bytes = content] = changed(content, before, after)
        await writeFile(path, bytes)
        await refuses(shell, sh, path, bytes)
      }
    }, fewChanges)
  },
)

/** In a normal run one of the two, in turn. */
const WAYS = [[], ['--undo']] as const
let turn = 0

async function refuses(shell: Shell, sh: string, path: string, bytes: Buffer): Promise<void> {
  turn++
  for (const way of WAYS.filter((_, i) => THOROUGH > 1 || i === turn % 2)) {
    const { status, stderr } = await runScript(shell, sh, [...way, path])
    expect({ status, stderr }).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/not the image.*nothing was written/),
    })
    expect(await isFile(path, bytes)).toBe(true)
  }
}

/** `content` with a byte changed in each header, in the first and the last place that differs, and other sizes. */
function* changed(content: Buffer, before: Buffer, after: Buffer): Generator<Buffer> {
  const differs = (at: number) => at >= HEADERS_END && before[at] !== after[at]
  const last = before.findLastIndex((_, at) => differs(at))
  const first = before.findIndex((_, at) => differs(at))
  for (const at of [last, first, 64 * KIB + 90, 128 * KIB + 4095]) {
    const bytes = Buffer.from(content)
    bytes[at] = (bytes[at] ?? 0) ^ 0x55
    yield bytes
  }
  yield content.subarray(0, content.length - 1)
  yield Buffer.concat([content, Buffer.from([0])])
}

test('an image that differs in any place that is looked at, or in its size, is refused', async () => {
  await withPatch(async ({ before, after, path, sh }) => {
    for (const content of [before, after]) {
      for (const bytes of changed(content, before, after)) {
        await writeFile(path, bytes)
        await refuses(SH, sh, path, bytes)
      }
    }
  }, fewChanges)
})

describe('the image is only an argument', () => {
  const NAMES = [
    "it's.vhdx",
    'say "yes".vhdx',
    '$(touch pwned).vhdx',
    '`touch pwned`; touch pwned; *.vhdx',
    'line\nbreak.vhdx',
    '\u202Exdhv.\u2066txt',
    '-image.vhdx',
    '--help',
    'back\\slash\\n.vhdx',
    '%s%n.vhdx',
  ]

  test('whatever it is called', async () => {
    await withPatch(async (place) => {
      const { dir, sh, before, after } = place
      const run = (...args: readonly string[]) =>
        new Promise<void>((resolve) => {
          execFile('sh', [basename(sh), ...args], { cwd: dir }, () => resolve())
        })
      for (const name of NAMES) {
        const work = await copyOf(place, name)
        await run(...(name.startsWith('--') ? ['--'] : []), name)
        expect([name, await isFile(work, after)]).toEqual([name, true])
        await run('--undo', '--', name)
        expect([name, await isFile(work, before)]).toEqual([name, true])
        await rm(work)
      }
      await expect(stat(join(dir, 'pwned'))).rejects.toThrow()
    }, fewChanges)
  })

  test('neither its bytes nor its name stand in the script', async () => {
    await withPatch(async ({ sh, path }) => {
      const script = await readFile(sh, 'latin1')
      expect(script).toMatch(/^[\n -~]*$/)
      expect(script).not.toContain(basename(path))
      const data = script.slice(script.indexOf('unpack() {'), script.indexOf('usage() {'))
      for (const line of data.trim().split('\n').slice(1, -1)) {
        expect(line).toMatch(
          /^(\{ :|printf '(\\[0-7]{1,3})+'|zeros \d+|\} >"\$work\/[a-z]+[024]?"|whole [a-z]+[024]? \d+)$/,
        )
      }
    })
  })
})

test('a script that is cut off anywhere does nothing', async () => {
  await withPatch(async ({ dir, path, sh, before }) => {
    const script = await readFile(sh)
    for (const part of [0.05, 0.3, 0.6, 0.9, 0.999]) {
      const cut = join(dir, 'cut.sh')
      await writeFile(cut, script.subarray(0, Math.floor(script.length * part)))
      await runScript(SH, cut, [path])
      expect(await isFile(path, before)).toBe(true)
    }
  })
})

test('wrong usage, and images that are none, are said', async () => {
  await withPatch(async ({ dir, path, sh, before }) => {
    for (const args of [[], [path, path], ['--undo']]) {
      const { status, stderr } = await runScript(SH, sh, args)
      expect({ status, stderr }).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('Usage'),
      })
    }
    expect((await runScript(SH, sh, ['--help'])).status).toBe(0)
    for (const image of [join(dir, 'none'), dir]) {
      expect((await runScript(SH, sh, [image])).status).toBe(1)
    }
    await truncate(path, 100)
    expect((await runScript(SH, sh, [path])).status).toBe(1)
    await writeFile(path, before)
  })
})
