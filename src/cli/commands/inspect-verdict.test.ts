/** What `inspect` says of the whole image, and with which status it ends. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import { explanations } from '../../engine/findings/explanations/explanations.ts'
import { MIB } from '../../engine/format/layout.ts'
import { notChecked as notCheckedIn } from '../../engine/report/not-checked.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { surveyed } from '../../testing/salvaging.ts'
import { writeImage } from '../../testing/write-image.ts'

const BLOCKS = 60
const DISK = {
  virtualDiskSize: BLOCKS * MIB,
  blocks: Array.from({ length: BLOCKS }, (_, block) => ({ block, fill: 7 })),
} satisfies ImageDescription
const spoilt = { checksum: 1 }
const dirty = { entries: [{ updates: [] }] }

const inspect = (image: ImageDescription, ...options: readonly string[]) =>
  inTempDir(async (dir) => {
    const path = join(dir, 'image.vhdx')
    await writeImage(path, buildImage(image))
    return runCommand(['inspect', path, ...options])
  })

describe('the status answers both questions', () => {
  test.each<[string, ImageDescription, number]>([
    ['sound', DISK, 0],
    ['degraded', { ...DISK, headers: [spoilt, {}] }, 0],
    ['without its beginning', { ...DISK, patches: [{ at: 0, bytes: new Uint8Array(MIB) }] }, 20],
    ['cut off', { ...DISK, fileSize: 40 * MIB }, 11],
    ['cut off and dirty', { ...DISK, log: dirty, fileSize: 40 * MIB }, 20],
    ['dirty, and its result whole', { ...DISK, log: dirty }, 10],
    [
      'dirty, and its result damaged',
      { ...DISK, log: dirty, bat: { 3: { state: 'reserved-4' } } },
      11,
    ],
    [
      'without its parent',
      {
        virtualDiskSize: MIB,
        kind: 'differencing',
        parent: { pairs: [['relative_path', 'a.vhdx']] },
      },
      12,
    ],
    ['refused', { ...DISK, headers: [spoilt, spoilt] }, 20],
  ])('%s', async (_, image, status) => {
    expect((await inspect(image)).status).toBe(status)
  })

  test('with --strict any warning is one, and what is only worth knowing is none', async () => {
    expect((await inspect({ ...DISK, headers: [spoilt, {}] }, '--strict')).status).toBe(11)
    expect((await inspect(DISK, '--strict')).status).toBe(0)
  })
})

test('the first lines say what is wrong, what is lost, and the ways out with their commands', async () => {
  const { out } = await inspect({ ...DISK, fileSize: 40 * MIB })
  const [first = '', ...lines] = out.split('\n')
  expect(first).toBe(
    'image.vhdx: Cut off: 24 of 60 blocks (24 MiB of the disk) lie past the end of the file. Otherwise closed cleanly.',
  )
  expect(lines.slice(1, 4)).toEqual([
    'Verdict   Log: Empty: the LogGuid of the current header is zero (§2.2.2).',
    '          Structure and blocks: The file is cut off.',
    '          Guest’s disk: Not judged. Some of what was looked at lies in blocks that cannot be read: it was taken for zeros.',
  ])
  const cause = lines.slice(4, 14).join('\n')
  expect(cause).toContain('its blocks need at least 64 MiB')
  expect(cause).toContain('Lost      24 MiB of the disk, in 24 blocks: 0x2400000–0x3C00000.')
  expect(cause).toContain('“vhdx-inspector export IMAGE OUT”')
})

test('a VHDX whose beginning is gone is told as one, with what makes it anew', async () => {
  const { out, err } = await inspect({
    ...DISK,
    patches: [{ at: 0, bytes: new Uint8Array(MIB) }],
  })
  expect(out).toMatch(/^image\.vhdx: This is a VHDX whose beginning is gone/)
  expect(out).toContain('salvage IMAGE OUT --way headers-anew,identifier,region-tables-anew')
  expect(err).toBe('image.vhdx is refused: its beginning is gone.\n')
})

describe('below a clean and sound verdict', () => {
  const line = 'Still does not attach? “vhdx-inspector explain attach” says'
  test('one line leads to what an image cannot show, and the reports have it in full', async () => {
    expect((await inspect(DISK)).out).toContain(line)
    expect((await inspect(DISK, '--markdown')).out).toContain('## Still does not attach?')
    expect((await inspect(DISK, '--html')).out).toContain('Set-FileIntegrity')
  })

  test.each<[string, ImageDescription]>([
    ['dirty', { ...DISK, log: dirty }],
    ['degraded', { ...DISK, headers: [spoilt, {}] }],
    ['refused', { ...DISK, headers: [spoilt, spoilt] }],
  ])('and of nothing else: %s', async (_, image) => {
    expect((await inspect(image)).out).not.toContain('Still does not attach')
    expect((await inspect(image, '--markdown')).out).not.toContain('Still does not attach')
  })
})

test('a report says what its verdict does not rest on, and nothing of what was looked at', async () => {
  const wiped = { ...DISK, patches: [{ at: 0, bytes: new Uint8Array(MIB) }] }
  const { notChecked, verdict } = JSON.parse((await inspect(wiped, '--json')).out)
  expect(verdict.notLooked).toEqual([])
  expect(notChecked[0]).toBe(
    'The disk: nothing at the beginning of the file says where it is, and a salvage has to be made first.',
  )
  const { inspection } = await surveyed(buildImage({ ...DISK, fileSize: 40 * MIB }))
  const early = { diagnoses: [], notLooked: ['which ways of salvage apply'] }
  expect(
    notCheckedIn(inspection, { chain: false, hashes: false, affected: false, verdict: early }),
  ).toContain('Which ways of salvage apply.')
})

test('a rule that is broken many times is one line, and all of them with --all', async () => {
  const cut = { ...DISK, fileSize: 40 * MIB }
  const { out } = await inspect(cut)
  expect(out.match(/bat\.block-beyond-end/g)).toHaveLength(1)
  expect(out).toMatch(/and 23 more, at 0x[0-9A-F]+, 0x[0-9A-F]+, … \(--all shows them\)/)
  expect((await inspect(cut, '--all')).out.match(/bat\.block-beyond-end/g)).toHaveLength(24)
})

test('with --explain each rule says once what it means and what to do, and the reports say it anyway', async () => {
  const cut = { ...DISK, fileSize: 40 * MIB }
  const { meaning, advice } = explanations['bat.block-beyond-end']
  const inOneLine = (text: string): string => text.replace(/\s+/g, ' ')
  const times = (text: string, what: string): number => inOneLine(text).split(what).length - 1
  for (const options of [['--explain'], ['--explain', '--all']]) {
    const { out } = await inspect(cut, ...options)
    expect([times(out, meaning), times(out, advice)]).toEqual([1, 1])
  }
  expect(times((await inspect(cut)).out, meaning)).toBe(0)
  const { out: markdown } = await inspect(cut, '--markdown')
  expect(markdown.match(/^What it means: /gm)).toHaveLength(1)
  expect(markdown.match(/^What to do: /gm)).toHaveLength(1)
  const { out: html } = await inspect(cut, '--html')
  expect(times(html, meaning)).toBe(1)
})

test('the report has the verdict, for programs and for people', async () => {
  const cut = { ...DISK, fileSize: 40 * MIB }
  const { verdict } = JSON.parse((await inspect(cut, '--json')).out)
  expect(verdict).toMatchObject({
    condition: 'damaged',
    checkedBlocks: true,
    diagnoses: [
      {
        id: 'cut-off',
        certainty: 'proven',
        loss: {
          bytes: String(24 * MIB),
          ranges: [{ offset: String(36 * MIB), length: String(24 * MIB) }],
        },
        ways: expect.arrayContaining([
          { id: 'export', does: expect.any(String), command: 'export IMAGE OUT' },
        ]),
      },
    ],
  })
  for (const form of ['--markdown', '--html']) {
    const { out } = await inspect(cut, form)
    // The verdict begins with what the worst diagnosis begins with: it is said once.
    expect(out.split('Cut off: 24 of 60 blocks').length - 1).toBe(1)
  }
  const { out } = await inspect(cut, '--markdown')
  expect(out).toContain('## The file is cut off\n\nThe file has 40 MiB')
  expect(out).toMatch(/\n### Ways out\n\n- Copy or download .*\n- Export /)
})

test('the summary and the report list what the disk is divided into', async () => {
  // A master boot record with one Linux partition, and an ext superblock in it.
  const block = new Uint8Array(MIB)
  block.set([0, 0, 0, 0, 0x83, 0, 0, 0, 8, 0, 0, 0, 0, 4, 0, 0], 446)
  block.set([0x55, 0xaa], 510)
  const superblock = 8 * 512 + 1024
  block.set([0x53, 0xef], superblock + 0x38)
  block.set([4, 0, 0, 0], superblock + 0x5c)
  block.set(new TextEncoder().encode('ro\u001bot'), superblock + 0x78)
  const image = {
    virtualDiskSize: MIB,
    blocks: [{ block: 0 }],
    patches: [{ at: 4 * MIB, bytes: block }],
  }
  const { out } = await inspect(image)
  expect(out).toContain('Volumes   A master boot record (MBR).')
  expect(out).toMatch(
    /Partition 1: 512 KiB at 0x1000, .*Linux.*, ext[234] “ro.*ot”, [0-9a-f-]+, it is marked as in use\./,
  )
  expect(out).not.toContain('\u001b')
  const { volumes } = JSON.parse((await inspect(image, '--json')).out)
  expect(volumes).toMatchObject({
    table: 'mbr',
    partitions: [
      {
        number: 1,
        offset: '4096',
        length: '524288',
        fileSystem: { kind: expect.stringMatching(/^ext/) },
      },
    ],
  })
  expect((await inspect(image, '--markdown')).out).toContain('## The virtual disk')
})
