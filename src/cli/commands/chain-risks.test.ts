/** What is read through parents that are changed, damaged or dirty, and what is said of it. */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import { MIB } from '../../engine/format/layout.ts'
import { numberedGuid } from '../../testing/chain-files.ts'
import { base, child, middle, withChainFiles as withFiles } from '../../testing/chain-folder.ts'
import { openReferenceDisk, readReference } from '../../testing/reference-disk.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'

const written = { ...base, dataWriteGuid: numberedGuid(0xd) }

test('a parent that was written to is refused, and read at one’s own risk', () =>
  withFiles(async (dir, [image = '', , third = '']) => {
    await rm(third)
    await writeImage(third, buildImage(written))
    const given = [image, '--find-parents']
    const refused = await runCommand(['inspect', ...given])
    expect(refused.status).toBe(12)
    expect(refused.out).toMatch(/^.*The parent was written to after the child was made.*\n/)
    expect(refused.out).toContain('0xC03A000E')
    expect(refused.out).toContain('--accept-changed-parent')
    const out = join(dir, 'out.raw')
    const kept = await runCommand(['export', image, out, '--find-parents'])
    expect(kept).toMatchObject({ status: 20, err: expect.stringContaining('--accept-changed') })

    const taken = [...given, '--accept-changed-parent']
    const summary = await runCommand(['inspect', ...taken])
    expect(summary.status).toBe(12)
    expect(summary.out).toContain('is read at your own risk')
    const json = await runCommand(['inspect', ...taken, '--json'])
    const report = JSON.parse(json.out)
    expect(report).toMatchObject({
      verdict: { condition: 'incomplete', diagnoses: [{ id: 'parent-changed' }] },
      chain: { complete: true, files: [{}, {}, { link: { accepted: true } }] },
    })
    expect(report.chain.files[1].link).not.toHaveProperty('accepted')
    for (const form of ['--markdown', '--html']) {
      expect((await runCommand(['inspect', ...taken, form])).out).toContain('your own risk')
    }
    const exported = await runCommand(['export', image, out, ...taken.slice(1)])
    expect(exported).toMatchObject({ status: 0, err: expect.stringContaining('your own risk') })
    const chain = await Promise.all(
      [child, middle, written].map((each) => openReferenceDisk(buildImage(each))),
    )
    expect(Buffer.compare(await readFile(out), await readReference(chain, 0, 16 * MIB))).toBe(0)
    const map = await runCommand(['map', ...taken, '--json'])
    expect(JSON.parse(map.out)).toMatchObject({ accepted: [third] })
  }))

test('a risk that nobody has to take changes nothing', () =>
  withFiles(async (_, [image = '']) => {
    const plain = await runCommand(['inspect', image, '--find-parents'])
    expect(
      await runCommand(['inspect', image, '--find-parents', '--accept-changed-parent']),
    ).toEqual(plain)
  }))

const cut = { ...base, bat: { 2: { state: 'fully-present', fileOffsetMB: 900 } } } as const

test('a chain is in no better condition than a parent of it', () =>
  withFiles(async (_, [image = '', , third = '']) => {
    await rm(third)
    await writeImage(third, buildImage(cut))
    const given = ['inspect', image, '--find-parents']
    const { status, out } = await runCommand(given)
    expect(status).toBe(12)
    expect(out).toMatch(/^.*A parent of this disk is not in order itself\./)
    expect(out).toMatch(/base\.vhdx, a parent, is damaged by itself: “/)
    const json = await runCommand([...given, '--json'])
    expect(JSON.parse(json.out)).toMatchObject({
      verdict: { condition: 'incomplete', diagnoses: [{ id: 'parent-damaged' }] },
      chain: { complete: true },
    })
    expect((await runCommand(['inspect', third])).status).toBe(11)
  }))

const dirtyBase = (log?: ImageDescription['log']): ImageDescription => ({
  ...base,
  bat: { 0: { state: 'not-present' } },
  ...(log && { log }),
})
const replayable = dirtyBase({
  entries: [
    { updates: [{ kind: 'bat', changes: { 0: { state: 'fully-present', fileOffsetMB: 4 } } }] },
  ],
})

test.each([
  ['dirty', replayable, 'unreplayed'],
  ['refused', dirtyBase({ guid: numberedGuid(7), entries: [] }), 'refused'],
] as const)('a %s parent is read as it is in the file where that is chosen', (_, given, state) =>
  withFiles(async (dir, [image = '', second = '', third = '']) => {
    await rm(third)
    await writeImage(third, buildImage(given))
    const chain = ['--parent', second, '--parent-before', third]
    const { status, out } = await runCommand(['inspect', image, ...chain])
    expect(status).toBe(12)
    expect(out).toContain('without its replay, at your own risk')
    const json = await runCommand(['inspect', image, '--json', ...chain])
    expect(JSON.parse(json.out)).toMatchObject({
      verdict: { condition: 'incomplete', diagnoses: [{ id: 'parent-damaged' }] },
      chain: { complete: true, files: [{}, {}, { state, link: { before: true } }] },
    })
    const raw = join(dir, 'out.raw')
    const exported = await runCommand(['export', image, raw, ...chain])
    expect(exported).toMatchObject({ status: 0, err: expect.stringContaining('at your own risk') })
    const files = await Promise.all(
      [child, middle, dirtyBase()].map((each) => openReferenceDisk(buildImage(each))),
    )
    const wanted = await readReference(files, 0, 16 * MIB)
    expect(Buffer.compare(await readFile(raw), wanted)).toBe(0)
    const map = await runCommand(['map', image, '--json', ...chain])
    expect(JSON.parse(map.out)).toMatchObject({ before: [third] })
  }),
)

test('a parent that is in order is no risk, however it is given', () =>
  withFiles(async (_, [image = '', second = '', third = '']) => {
    const before = ['--parent-before', second, '--parent-before', third]
    const plain = ['--parent', second, '--parent', third]
    expect(await runCommand(['inspect', image, ...before])).toEqual(
      await runCommand(['inspect', image, ...plain]),
    )
  }))

test('a refused parent is said with its reason, and how it can be read', () =>
  withFiles(async (_, [image = '', second = '', third = '']) => {
    await rm(third)
    await writeImage(third, buildImage(dirtyBase({ guid: numberedGuid(7), entries: [] })))
    const { status, out } = await runCommand([
      'inspect',
      image,
      '--parent',
      second,
      '--parent',
      third,
    ])
    expect(status).toBe(12)
    expect(out).toContain('The log is damaged: the header says that it must be replayed')
    expect(out).toContain('--parent-before PARENT')
  }))
