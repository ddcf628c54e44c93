import { execFile } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import { MIB } from '../../engine/format/layout.ts'
import { numberedGuid, parentOf } from '../../testing/chain-files.ts'
import { disk, mark } from '../../testing/marks.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { openReferenceDisk, readReference } from '../../testing/reference-disk.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'

const [A, B, C, D] = [0xa, 0xb, 0xc, 0xd].map(numberedGuid) as [
  ReturnType<typeof numberedGuid>,
  ReturnType<typeof numberedGuid>,
  ReturnType<typeof numberedGuid>,
  ReturnType<typeof numberedGuid>,
]

/** As somebody has left it who wrote to it after its child was made. */
const base: ImageDescription = disk({
  dataWriteGuid: D,
  blocks: [
    { block: 0, fill: 0xa1 },
    { block: 1, fill: 0xa2 },
  ],
})
const named = parentOf(A, 'base.vhdx')
const child: ImageDescription = disk({
  kind: 'differencing',
  parent: {
    pairs: [
      ...(named.parent?.pairs ?? []),
      ['parent_linkage2', `{${B}}`],
      ['volume_path', '\\\\?\\Volume{26a21bda-a627-11d7-9931-806e6f6e6963}\\base.vhdx'],
      ['somebody_elses', 'value'],
    ],
  },
  dataWriteGuid: C,
  blocks: [{ block: 0, fill: 0xc1, state: 'partially-present' }],
  sectorBitmaps: [{ chunk: 0, fill: 0x0f }],
})

interface Made {
  readonly dir: string
  /** Of a file, by its name. */
  path(name: string): string
  relink(...words: readonly string[]): ReturnType<typeof runCommand>
}

const withFiles = (
  files: Readonly<Record<string, ImageDescription>>,
  use: (made: Made) => Promise<void>,
) =>
  inTempDir(async (dir) => {
    for (const folder of ['disks', 'out']) await mkdir(join(dir, folder))
    const path = (name: string) => join(dir, ...name.split('/'))
    for (const [name, description] of Object.entries(files)) {
      await writeImage(path(name), buildImage(description))
    }
    const relink = (...words: readonly string[]) => runCommand(['relink', ...words])
    await use({ dir, path, relink })
  })

test('a copy of the child names the parent as it is, and reads what it read through the same bytes', () =>
  withFiles({ 'child.vhdx': child, 'disks/new base.vhdx': base }, async ({ path, relink }) => {
    const [source, out, parent] = [
      path('child.vhdx'),
      path('out/copy.vhdx'),
      path('disks/new base.vhdx'),
    ]
    const before = await readFile(source)
    const { status, out: said, err } = await relink(source, out, '--parent', parent)
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(said).toMatch(/^What was written to .*new base\.vhdx since the child was made shows/)
    expect(said).toMatch(/copy\.vhdx: .*its chain is complete, verified\n$/)
    expect(before.equals(await readFile(source))).toBe(true)

    const answer = await runCommand(['inspect', out, '--find-parents', '--json'])
    expect(answer.status).toBe(0)
    const report = JSON.parse(answer.out)
    expect(report).toMatchObject({
      outcome: 'clean',
      verdict: { condition: 'sound', diagnoses: [] },
      chain: { complete: true, refused: [] },
    })
    expect(report.chain.files[1].link).not.toHaveProperty('accepted')
    expect(report.before.metadata.parentLocator.pairs).toEqual([
      { key: 'parent_linkage', value: `{${D}}` },
      { key: 'relative_path', value: '..\\disks\\new base.vhdx' },
      { key: 'absolute_win32_path', value: parent.replaceAll('/', '\\') },
      { key: 'somebody_elses', value: 'value' },
    ])
    const made = await readFile(out)
    const file = {
      size: made.length,
      read: async (at: number, length: number) => made.subarray(at, at + length),
    }
    const below = await openReferenceDisk(buildImage(base))
    const [now, then] = [
      await readReference([await openReferenceDisk(file), below], 0, 16 * MIB),
      await readReference([await openReferenceDisk(buildImage(child)), below], 0, 16 * MIB),
    ]
    expect(Buffer.compare(now, then)).toBe(0)
  }))

test('a parent below the child’s folder is named from there, and one that is a child, too, needs its own', () =>
  withFiles(
    {
      'child.vhdx': child,
      'disks/middle.vhdx': disk({ ...parentOf(D, 'base.vhdx'), dataWriteGuid: B }),
      'disks/base.vhdx': base,
    },
    async ({ path, relink }) => {
      const words = [path('child.vhdx'), path('copy.vhdx'), '--parent', path('disks/middle.vhdx')]
      const alone = await relink(...words)
      expect(alone).toMatchObject({ status: 20, out: '' })
      expect(alone.err).toContain('its parent is missing')
      expect(await relink(...words, '--find-parents')).toMatchObject({ status: 0, err: '' })
      const { out } = await runCommand(['inspect', path('copy.vhdx'), '--find-parents'])
      expect(out).toContain('relative_path: .\\disks\\middle.vhdx')
      expect(out).toContain('complete')
    },
  ))

test.each<[string, ImageDescription, RegExp]>([
  [
    'of another size',
    disk({ ...base, virtualDiskSize: 32 * MIB }),
    /has 32 MiB .33,554,432 bytes., but/,
  ],
  ['of other sectors', disk({ ...base, logicalSectorSize: 4096 }), /has sectors of 4096 bytes/],
  [
    'that is dirty',
    disk({ ...base, log: { entries: [{ updates: [mark('A')] }] } }),
    /replay it fir/,
  ],
  ['that is refused', disk({ ...base, kind: 'differencing' }), /base\.vhdx is refused: /],
  ['that is a child of it', disk({ ...parentOf(C, 'child.vhdx') }), /is a child of .*child\.vhdx/],
  ['that was one of it', disk({ ...parentOf(B, 'child.vhdx') }), /is a child of .*child\.vhdx/],
])('a parent %s is refused, in a sentence', (_, parent, sentence) =>
  withFiles({ 'child.vhdx': child, 'base.vhdx': parent }, async ({ path, relink }) => {
    const out = path('out/copy.vhdx')
    for (const more of [[], ['--find-parents']]) {
      const answer = await relink(path('child.vhdx'), out, '--parent', path('base.vhdx'), ...more)
      expect(answer).toMatchObject({ status: 20, out: '', err: expect.stringMatching(sentence) })
      expect(answer.err.trim().split('\n')).toHaveLength(1)
    }
    await expect(readFile(out)).rejects.toThrow()
  }),
)

test('what can be no child, or no parent, is said', () =>
  withFiles(
    {
      'child.vhdx': child,
      'base.vhdx': base,
      'dirty.vhdx': { ...child, log: { entries: [{ updates: [mark('A')] }] } },
    },
    async ({ path, relink }) => {
      const out = path('copy.vhdx')
      const itself = await relink(path('child.vhdx'), out, '--parent', path('child.vhdx'))
      expect(itself).toMatchObject({ status: 1, err: expect.stringContaining('its own parent') })
      const plain = await relink(path('base.vhdx'), out, '--parent', path('child.vhdx'))
      expect(plain).toMatchObject({ status: 20, err: expect.stringContaining('is no child') })
      const dirty = await relink(path('dirty.vhdx'), out, '--parent', path('base.vhdx'))
      expect(dirty).toMatchObject({ status: 20, err: expect.stringContaining('a log to replay') })
      expect(await relink(path('child.vhdx'), out)).toMatchObject({ status: 2 })
    },
  ))

test('a patch makes the child name the parent where it is, by apply and by its script, and takes it back', () =>
  withFiles({ 'child.vhdx': child, 'disks/new base.vhdx': base }, async ({ path, relink }) => {
    const [source, out, parent] = [path('child.vhdx'), path('p'), path('disks/new base.vhdx')]
    const before = await readFile(source)
    const { status, out: said, err } = await relink(source, out, '--patch', '--parent', parent)
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(said).toMatch(/shows through in .*child\.vhdx\.\n/)
    expect(said).toMatch(
      /A patch that links the child where it is now, as it is now, and nothing else\.\n$/,
    )
    expect(before.equals(await readFile(source))).toBe(true)
    const sh = (...args: readonly string[]) => promisify(execFile)('sh', [`${out}.sh`, ...args])
    for (const [apply, undo] of [
      [
        () => runCommand(['apply', out, source]),
        () => runCommand(['apply', out, source, '--undo']),
      ],
      [() => sh(source), () => sh('--undo', source)],
    ] as const) {
      await apply()
      // Its paths lead from where the child is.
      const answer = await runCommand(['inspect', source, '--find-parents', '--json'])
      expect(answer.status).toBe(0)
      expect(JSON.parse(answer.out)).toMatchObject({ chain: { complete: true } })
      await undo()
      expect(before.equals(await readFile(source))).toBe(true)
    }
    expect(await readFile(`${out}.sh`, 'utf8')).toContain('the link of a VHDX to another parent')
  }))
