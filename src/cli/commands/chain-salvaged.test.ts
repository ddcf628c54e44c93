/** A disk read through a parent that must not be opened, as its salvage would leave it. */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import { SparseFile } from '../../engine/compose/sparse-file.ts'
import { HEADER_OFFSETS, MIB } from '../../engine/format/layout.ts'
import { numberedGuid } from '../../testing/chain-files.ts'
import { A, base, child, middle, withChainFiles } from '../../testing/chain-folder.ts'
import { openReferenceDisk, readReference } from '../../testing/reference-disk.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'

const spoilt = { checksum: 1 }
/** Its header names a log of which nothing is there. */
const LOST_LOG: ImageDescription = { ...base, log: { guid: numberedGuid(7), entries: [] } }

interface Given {
  readonly dir: string
  readonly image: string
  readonly second: string
  readonly third: string
}

/** The chain with that file for its base. */
const withBase = (given: ImageDescription | SparseFile, use: (files: Given) => Promise<void>) =>
  withChainFiles(async (dir, [image = '', second = '', third = '']) => {
    await rm(third)
    await writeImage(third, given instanceof SparseFile ? given : buildImage(given))
    await use({ dir, image, second, third })
  })

/** What the disk is with the base as it was. */
async function whole(): Promise<Uint8Array> {
  const files = [child, middle, base].map((each) => openReferenceDisk(buildImage(each)))
  return readReference(await Promise.all(files), 0, 16 * MIB)
}

test('a parent whose log is lost is read so, and all that is made of it says it', () =>
  withBase(LOST_LOG, async ({ dir, image, second, third }) => {
    const before = await readFile(third)
    const chain = ['--parent', second, '--parent-salvaged', third]
    const { status, out } = await runCommand(['inspect', image, ...chain])
    expect(status).toBe(12)
    expect(out).toContain('as a salvage would leave it (without-log), at your own risk.')
    expect(out).toContain('The log is given up')
    const json = JSON.parse((await runCommand(['inspect', image, '--json', ...chain])).out)
    expect(json).toMatchObject({
      verdict: { condition: 'incomplete', diagnoses: [{ id: 'parent-damaged' }] },
      chain: {
        complete: true,
        files: [
          {},
          {},
          {
            state: 'salvaged',
            dataWriteGuid: A,
            link: { salvaged: { ways: ['without-log'], lostBytes: 0 } },
          },
        ],
      },
    })
    const rules = json.findings.map(({ rule }: { rule: string }) => rule)
    expect(rules).toContain('chain.parent-salvaged')
    for (const form of ['--markdown', '--html']) {
      expect((await runCommand(['inspect', image, ...chain, form])).out).toContain('your own risk')
    }
    const raw = join(dir, 'out.raw')
    const exported = await runCommand(['export', image, raw, ...chain])
    expect(exported).toMatchObject({ status: 0, err: expect.stringContaining('at your own risk') })
    expect(Buffer.compare(await readFile(raw), await whole())).toBe(0)
    const map = await runCommand(['map', image, '--json', ...chain])
    expect(JSON.parse(map.out)).toMatchObject({ salvaged: [third] })
    expect(Buffer.compare(await readFile(third), before)).toBe(0)
  }))

test('both ways to read it are named where it is refused', () =>
  withBase(LOST_LOG, async ({ dir, image, second, third }) => {
    const chain = ['--parent', second, '--parent', third]
    const { out } = await runCommand(['inspect', image, ...chain])
    expect(out).toContain('--parent-before PARENT')
    expect(out).toContain('--parent-salvaged PARENT')
    const { status, err } = await runCommand(['export', image, join(dir, 'out.raw'), ...chain])
    expect(status).toBe(20)
    expect(err).toContain('--parent-before in the place of --parent or --parent-salvaged in the')
  }))

test('a parent whose headers are damaged is known by what they still say, and read so alone', () =>
  withBase({ ...base, headers: [spoilt, spoilt] }, async ({ dir, image, second, third }) => {
    const given = ['inspect', image, '--parent', second]
    const refused = await runCommand([...given, '--parent', third])
    expect(refused.status).toBe(12)
    expect(refused.out).toContain('--parent-salvaged PARENT')
    expect(refused.out).not.toContain('is not the parent')
    const raw = join(dir, 'out.raw')
    const chain = ['--parent', second, '--parent-salvaged', third]
    expect(await runCommand(['export', image, raw, ...chain])).toMatchObject({ status: 0 })
    expect(Buffer.compare(await readFile(raw), await whole())).toBe(0)
  }))

test.each([
  ['whose GUID is gone', undefined],
  ['that was written to since', numberedGuid(9)],
])('a parent %s is not taken for the right one by a salvage', (_, dataWriteGuid) => {
  const file = buildImage({
    ...base,
    ...(dataWriteGuid && { dataWriteGuid }),
    headers: [spoilt, spoilt],
  })
  if (!dataWriteGuid) for (const at of HEADER_OFFSETS) file.put(at, new Uint8Array(4096))
  return withBase(file, async ({ dir, image, second, third }) => {
    const chain = ['--parent', second, '--parent-salvaged', third]
    const raw = join(dir, 'out.raw')
    expect(await runCommand(['export', image, raw, ...chain])).toMatchObject({ status: 20 })
    const both = await runCommand(['export', image, raw, ...chain, '--accept-changed-parent'])
    // Of the one whose GUID is gone nothing says that it was the parent.
    expect(both.status).toBe(dataWriteGuid ? 0 : 20)
    if (!dataWriteGuid) return
    expect(both.err).toContain('was written to after the child was made')
    expect(both.err).toContain('as a salvage would leave it')
  })
})

test('what a salvage has lost of a parent is zero in an export, and ends with 3', () => {
  // Of the base block 2, at 6 MiB, is behind the end, and its log is lost, too.
  const cut = { ...LOST_LOG, fileSize: 6 * MIB + 4096 }
  return withBase(cut, async ({ dir, image, second, third }) => {
    const chain = ['--parent', second, '--parent-salvaged', third]
    const { status, err } = await runCommand(['export', image, join(dir, 'out.raw'), ...chain])
    expect(status).toBe(3)
    expect(err).toContain('of salvaged parents were lost')
  })
})

test('where no salvage leads further, none is offered, and none is made', () => {
  const cut = { ...base, bat: { 2: { state: 'fully-present', fileOffsetMB: 900 } } } as const
  return withBase(cut, async ({ image, second, third }) => {
    const [plain, salvaged] = await Promise.all(
      ['--parent', '--parent-salvaged'].map((option) =>
        runCommand(['inspect', image, '--parent', second, option, third]),
      ),
    )
    expect(plain?.out).not.toContain('--parent-salvaged')
    expect(salvaged).toEqual(plain)
  })
})

test('a parent that its replay damages is offered as it is and as its salvage would leave it', () => {
  const far = { 2: { state: 'fully-present', fileOffsetMB: 900 } } as const
  const torn: ImageDescription = {
    ...base,
    log: { entries: [{ updates: [{ kind: 'bat', changes: far }] }] },
  }
  return withBase(torn, async ({ dir, image, second, third }) => {
    const { out } = await runCommand(['inspect', image, '--parent', second, '--parent', third])
    expect(out).toContain('--parent-before PARENT')
    expect(out).toContain('--parent-salvaged PARENT')
    const raw = join(dir, 'out.raw')
    const chain = ['--parent', second, '--parent-salvaged', third]
    expect(await runCommand(['export', image, raw, ...chain])).toMatchObject({ status: 0 })
    expect(Buffer.compare(await readFile(raw), await whole())).toBe(0)
  })
})

test('a parent that is in order is read as it is, however it is given', () =>
  withChainFiles(async (_, [image = '', second = '', third = '']) => {
    const salvaged = ['--parent-salvaged', second, '--parent-salvaged', third]
    const plain = ['--parent', second, '--parent', third]
    expect(await runCommand(['inspect', image, ...salvaged])).toEqual(
      await runCommand(['inspect', image, ...plain]),
    )
  }))

test('a parent whose table was wiped is read with what the log still has of it', () => {
  const places = { 0: 4, 1: 5, 2: 6 }
  const entries = Object.entries(places)
  const wiped: ImageDescription = {
    ...base,
    log: {
      entries: [
        {
          updates: [
            {
              kind: 'bat',
              changes: Object.fromEntries(
                entries.map(([block, fileOffsetMB]) => [
                  block,
                  { state: 'fully-present', fileOffsetMB } as const,
                ]),
              ),
            },
          ],
        },
      ],
    },
    headers: [{ logGuid: NIL_GUID }, { logGuid: NIL_GUID }],
    bat: Object.fromEntries(entries.map(([block]) => [block, { state: 'not-present' } as const])),
  }
  return withBase(wiped, async ({ dir, image, second, third }) => {
    const plain = await runCommand(['inspect', image, '--parent', second, '--parent', third])
    expect(plain.status).toBe(12)
    expect(plain.out).toContain('--parent-salvaged PARENT')
    const raw = join(dir, 'out.raw')
    const chain = ['--parent', second, '--parent-salvaged', third]
    const { status, err } = await runCommand(['export', image, raw, ...chain])
    expect([status, err]).toEqual([0, expect.stringContaining('(bat-from-log)')])
    expect(Buffer.compare(await readFile(raw), await whole())).toBe(0)
  })
})
