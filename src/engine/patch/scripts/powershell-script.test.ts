/**
 * The script for PowerShell: run where there is one, and everywhere read as a table of offsets and bytes,
 * which has to hold exactly what the patch holds.
 */
import { readFile, writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { dirtyImages } from '../../../testing/image-with-log.ts'
import { withPatch } from '../../../testing/patched-image.ts'
import { contentOf, patchOfPlan, salvagedBy } from '../../../testing/patched-plans.ts'
import { isSame, patchOf } from '../../../testing/patches.ts'
import { runTool } from '../../../testing/qemu.ts'
import { powershell } from '../../../testing/shells.ts'
import { preview } from '../../update/preview.ts'
import { powershellScript } from './powershell-script.ts'

// For machines that are busy with other things.
vi.setConfig({ testTimeout: 60_000 })

/** What the script holds, read from its text alone. */
function tableOf(script: string) {
  const number = (name: string): number => {
    const found = new RegExp(`^\\$${name} = \\[long\\]'(\\d+)'\\r?$`, 'm').exec(script)
    return Number(found?.[1])
  }
  const numbers = (line: string | undefined): readonly number[] =>
    (line ?? '').split(' ').map(Number)
  const header = (name: string) =>
    numbers(new RegExp(`^\\$${name} = Read-Numbers '([-\\d ]+)'\\r?$`, 'm').exec(script)?.[1])
  const between = (from: string, to: string): string =>
    script.split(from)[1]?.split(to)[0]?.trim() ?? ''
  const rows = between("$table = @'", "'@")
  const stored = Buffer.from(between("FromBase64String(@'", "'@"), 'base64')
  return {
    sizeBefore: number('sizeBefore'),
    sizeAfter: number('sizeAfter'),
    first: header('first'),
    second: header('second'),
    runs: rows === '' ? [] : rows.split(/\r?\n/).map(numbers),
    bytes: (at: number, length: number): Buffer =>
      at < 0 ? Buffer.alloc(length) : stored.subarray(at, at + length),
  }
}

/** What Invoke-Apply and Invoke-Undo do, all of it, with the numbers of the table. */
function carry(script: string, image: Uint8Array, way: 'apply' | 'undo'): Uint8Array {
  const table = tableOf(script)
  const result = Buffer.alloc(way === 'apply' ? table.sizeAfter : table.sizeBefore)
  result.set(image.subarray(0, result.length))
  for (const [offset = 0, length = 0, before = 0, after = 0] of table.runs) {
    if (way === 'apply') result.set(table.bytes(after, length), offset)
    else if (before !== -2) result.set(table.bytes(before, length), offset)
  }
  for (const [offset = 0, original = 0, , closed = 0] of [table.first, table.second]) {
    result.set(table.bytes(way === 'apply' ? closed : original, 4096), offset)
  }
  return result
}

test('its table holds the patch: places, sizes, old and new bytes', async () => {
  await fc.assert(
    fc.asyncProperty(dirtyImages, async (image) => {
      const { before, after, patch } = await patchOf(await image())
      const script = powershellScript(patch)
      expect(isSame(carry(script, before, 'apply'), after)).toBe(true)
      expect(isSame(carry(script, after, 'undo'), before)).toBe(true)
      const table = tableOf(script)
      for (const [name, header] of [
        ['first', patch.headers.first],
        ['second', patch.headers.second],
      ] as const) {
        const [offset = 0, ...places] = table[name]
        expect(offset).toBe(header.offset)
        const states = [header.original, header.opened, header.closed]
        expect(places.map((at, i) => isSame(table.bytes(at, 4096), states[i] ?? before))).toEqual([
          true,
          true,
          true,
        ])
      }
      // What is compared first is what is there before.
      for (const [offset = 0, length = 0, old = 0] of table.runs) {
        if (old === -2) expect(offset).toBeGreaterThanOrEqual(before.length)
        else {
          const there = before.subarray(offset, offset + length)
          expect(isSame(table.bytes(old, length), there)).toBe(true)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test.each([
  ['headers-anew', ['first', 'second']],
  ['identifier', ['second', 'first']],
  ['lengthened', ['second', 'first']],
] as const)(
  'of a salvage by %s, too, and the headers are closed in its order',
  async (way, order) => {
    const planned = await salvagedBy(way)
    const script = powershellScript(await patchOfPlan(planned), 'salvage')
    const before = await contentOf(planned.file)
    const after = await contentOf(preview(planned.file, planned.plan.steps))
    expect(isSame(carry(script, before, 'apply'), after)).toBe(true)
    expect(isSame(carry(script, after, 'undo'), before)).toBe(true)
    const written = (level: number) =>
      [...script.matchAll(/Write-Header \$(first|second) (\d)/g)]
        .filter(([, , which]) => which === String(level))
        .map(([, header]) => header)
    expect(written(3)).toEqual(order)
    // Opened by applying, the one that was not current first; and again by taking back.
    expect(written(2)).toEqual(['first', 'second', ...order.toReversed()])
    expect(script).toContain(`$closing = @('${order[0] === 'first' ? '32' : '23'}'`)
    expect(script).toContain('Stopped in the middle: no program opens the image so.')
  },
)

describe('its text', () => {
  test('is ASCII, holds nothing of the image, and reads the same with CRLF', async () => {
    await withPatch(async ({ ps1, path, before, after }) => {
      const script = await readFile(ps1, 'latin1')
      expect(script).toMatch(/^[\n -~]*$/)
      expect(script).not.toContain(path)
      expect(isSame(carry(script.replaceAll('\n', '\r\n'), before, 'apply'), after)).toBe(true)
      const [, data = ''] = script.split("FromBase64String(@'\n")
      expect(data.split("\n'@")[0]).toMatch(/^([A-Za-z0-9+/]{4,76}={0,2}\n?)+$/)
    })
  })

  test('has its brackets and quotes in pairs, and only commands of PowerShell 5.1', async () => {
    await withPatch(async ({ ps1 }) => {
      const script = (await readFile(ps1, 'latin1')).replace(/@'[\s\S]*?\n'@/g, '')
      const bare = script.replace(/^\s*#.*$/gm, '').replace(/'[^'\n]*'/g, "''")
      for (const [open, close] of ['()', '{}', '[]']) {
        expect(bare.split(open ?? '').length).toBe(bare.split(close ?? '').length)
      }
      expect(bare.replaceAll("''", '')).not.toMatch(/["'`]/)
      // Ternaries, null operators and chains are of PowerShell 7.
      expect(bare).not.toMatch(/\?\?|\?\.|&&|\|\||\s\?\s/)
      expect(bare).not.toMatch(/Invoke-Expression|\biex\b|Invoke-Web|Net\.|Add-Type|Import-Module/i)
    })
  })

  test('writes in the order of the replay, with a flush behind each stage', async () => {
    await withPatch(async ({ ps1 }) => {
      const script = await readFile(ps1, 'latin1')
      const body = (name: string): string =>
        new RegExp(`function ${name}\\([^)]*\\) \\{\\n([\\s\\S]*?)\\n\\}\\n`).exec(script)?.[1] ??
        ''
      const orderOf = (name: string) =>
        [
          ...body(name).matchAll(
            /Write-Header \$(first|second) (\d)|SetLength\(\$(\w+)\)|Flush\(\$true\)|(Write-Image)/g,
          ),
        ].map(([, header, which, size, image]) =>
          header ? `${header} ${which}` : (size ?? (image ? 'data' : 'flush')),
        )
      expect(orderOf('Invoke-Apply')).toEqual([
        'first 2',
        'second 2',
        'sizeAfter',
        'flush',
        'data',
        'flush',
        'first 3',
        'second 3',
      ])
      expect(orderOf('Invoke-Undo')).toEqual([
        'second 2',
        'first 2',
        'data',
        'flush',
        'sizeBefore',
        'flush',
        'second 1',
        'first 1',
      ])
      expect(body('Write-Header')).toMatch(/Write-Image[\s\S]*Flush\(\$true\)/)
      expect(script).toContain('[System.IO.FileShare]::None')
    })
  })
})

describe.skipIf(powershell === undefined)('run by PowerShell', () => {
  const run = (script: string, args: readonly string[]) =>
    runTool(powershell ?? '', ['-NoProfile', '-NonInteractive', '-File', script, ...args], 60_000)

  test('applied the image is the saved copy, taken back the original', async () => {
    await withPatch(async ({ path, ps1, before, after }) => {
      expect(await run(ps1, [path])).toMatchObject({ status: 0 })
      expect(isSame(await readFile(path), after)).toBe(true)
      expect((await run(ps1, [path])).stdout).toContain('already')
      expect(await run(ps1, [path, '-Undo'])).toMatchObject({ status: 0 })
      expect(isSame(await readFile(path), before)).toBe(true)
    })
  })

  test('an image that differs is refused and stays as it is', async () => {
    await withPatch(async ({ path, ps1, before }) => {
      const bytes = Buffer.from(before)
      bytes[2560 * 1024] = 1
      await writeFile(path, bytes)
      expect(await run(ps1, [path])).toMatchObject({ status: 1 })
      expect(isSame(await readFile(path), bytes)).toBe(true)
    })
  })
})
