import { createHash } from 'node:crypto'
import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import { GIB, MIB } from '../../engine/format/layout.ts'
import { vhdGeometry } from '../../engine/new-image/vhd-footer.ts'
import { numberedGuid, parentOf } from '../../testing/chain-files.ts'
import { disk } from '../../testing/marks.ts'
import { hasProgram } from '../../testing/programs.ts'
import { describeWithQemu, inTempDir, qemuImg, runTool, vhdiAvailable } from '../../testing/qemu.ts'
import { makeRandomDisk, randomDisk } from '../../testing/random-disk.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'

const report = async (path: string) =>
  JSON.parse((await runCommand(['inspect', path, '--json'])).out)

/** Exports, and holds that nothing was said against it. */
async function exported(image: string, out: string, format: string, ...options: string[]) {
  const answer = await runCommand(['export', image, out, '--format', format, ...options])
  expect(answer).toMatchObject({ status: 0, err: '' })
  return answer.out
}

describeWithQemu('QEMU reads the same disk from', () => {
  test('a dynamic VHDX with blocks of any size, and a VHD, of a disk that it has made itself', () =>
    fc.assert(
      fc.asyncProperty(randomDisk, fc.nat(8), (described, power) =>
        inTempDir(async (dir) => {
          const [image, vhdx, vhd] = ['a.vhdx', 'b.vhdx', 'c.vhd'].map((name) => join(dir, name))
          if (image === undefined || vhdx === undefined || vhd === undefined) return
          await makeRandomDisk(image, described)
          await exported(image, vhdx, 'vhdx', '--block-size', `${2 ** power}MiB`)
          const check = await qemuImg(['check', '-f', 'vhdx', vhdx])
          expect(check).toMatchObject({ status: 0, stdout: expect.stringContaining('No errors') })
          await exported(vhdx, vhd, 'vhd')
          for (const [format, path] of [
            ['vhdx', vhdx],
            ['vpc', vhd],
          ] as const) {
            const same = await qemuImg(['compare', '-f', 'vhdx', '-F', format, image, path])
            expect(same).toMatchObject({ status: 0 })
          }
          const info = await qemuImg(['info', '-f', 'vpc', '--output=json', vhd])
          expect(JSON.parse(info.stdout)['virtual-size']).toBe(described.sectors * 512)
        }),
      ),
      { numRuns: 3 },
    ))

  test('a fixed VHDX, which has all its blocks', () =>
    inTempDir(async (dir) => {
      const [image, out] = [join(dir, 'a.vhdx'), join(dir, 'b.vhdx')]
      await writeImage(image, buildImage({ ...disk({}), blocks: [{ block: 3, fill: 9 }] }))
      await exported(image, out, 'vhdx-fixed', '--block-size', '2MiB')
      const check = await qemuImg(['check', '-f', 'vhdx', out])
      expect(check).toMatchObject({ status: 0, stdout: expect.stringContaining('No errors') })
      const same = await qemuImg(['compare', '-f', 'vhdx', '-F', 'vhdx', image, out])
      expect(same.status).toBe(0)
      expect((await report(out)).before.geometry.kind).toBe('fixed')
      const { size, blocks } = await stat(out)
      expect(size).toBe(4 * MIB + 16 * MIB)
      // Most of it is a hole.
      expect(blocks * 512).toBeLessThan(3 * MIB)
    }))

  test('VHDs with the geometry that QEMU gives them', () =>
    inTempDir(async (dir) => {
      for (const [i, size] of [3, 100, 600, 1100, 40_000, 140_000].entries()) {
        const path = join(dir, `${i}.vhd`)
        await qemuImg(['create', '-q', '-f', 'vpc', path, `${size}M`])
        const footer = (await readFile(path)).subarray(0, 512)
        const sectors = Number(footer.readBigUInt64BE(48)) / 512
        expect(vhdGeometry(sectors)).toEqual({
          cylinders: footer.readUInt16BE(56),
          heads: footer.readUInt8(58),
          sectorsPerTrack: footer.readUInt8(59),
        })
      }
    }))
})

/** A child with data of its own over a parent. */
async function writeChain(dir: string): Promise<readonly [child: string, base: string]> {
  const [child, base] = [join(dir, 'child.vhdx'), join(dir, 'base.vhdx')]
  const blocks = [0, 1, 5].map((block) => ({ block, fill: block + 1 }))
  await writeImage(base, buildImage(disk({ dataWriteGuid: numberedGuid(1), blocks })))
  const own: ImageDescription = disk({
    ...parentOf(numberedGuid(1), 'base.vhdx'),
    blocks: [
      { block: 1, fill: 0x99 },
      { block: 5, fill: 0x98, state: 'partially-present' },
    ],
    sectorBitmaps: [{ chunk: 0, fill: 0x0f }],
  })
  await writeImage(child, buildImage(own))
  return [child, base]
}

describe('a chain becomes one file', () => {
  test('that reads as the raw image of it', () =>
    inTempDir(async (dir) => {
      const [child] = await writeChain(dir)
      const [one, raw, again] = ['one.vhdx', 'a.raw', 'b.raw'].map((name) => join(dir, name))
      if (one === undefined || raw === undefined || again === undefined) return
      await exported(child, one, 'vhdx', '--find-parents')
      await exported(child, raw, 'raw', '--find-parents')
      await exported(one, again, 'raw')
      expect((await readFile(raw)).equals(await readFile(again))).toBe(true)
      expect((await report(one)).before.geometry.kind).toBe('dynamic')
    }))

  test.skipIf(!vhdiAvailable || !hasProgram('7zz'))('that libvhdi and 7-Zip open', () =>
    inTempDir(async (dir) => {
      const [child] = await writeChain(dir)
      const raw = join(dir, 'a.raw')
      await exported(child, raw, 'raw', '--find-parents')
      const wanted = createHash('sha256')
        .update(await readFile(raw))
        .digest('hex')
      for (const [format, name] of [
        ['vhdx', 'a.vhdx'],
        ['vhdx-fixed', 'b.vhdx'],
        ['vhd', 'c.vhd'],
      ] as const) {
        const out = join(dir, name)
        await exported(child, out, format, '--find-parents')
        const { status, stdout } = await runTool('vhdiinfo', [out])
        expect({ status, stdout }).toMatchObject({ status: 0 })
        expect(stdout).toContain(`Media size\t\t: 16 MiB (${16 * MIB} bytes)`)
        const hashed = await runTool('7zz', ['t', '-scrcSHA256', out])
        expect(hashed.stdout.toLowerCase()).toContain(wanted)
      }
    }),
  )

  test('but not where its parent is missing', () =>
    inTempDir(async (dir) => {
      const [child] = await writeChain(dir)
      for (const format of ['vhdx', 'vhd']) {
        const out = join(dir, `out.${format}`)
        const answer = await runCommand(['export', child, out, '--format', format])
        expect(answer).toMatchObject({ status: 20, out: '' })
        expect(answer.err).toContain('of its disk may be in its parent, which is not open')
      }
      expect((await readdir(dir)).sort()).toEqual(['base.vhdx', 'child.vhdx'])
    }))
})

const SOURCE: ImageDescription = {
  virtualDiskSize: 8 * MIB,
  virtualDiskId: numberedGuid(7),
  blocks: [{ block: 0, fill: 1 }, { block: 3 }, { block: 7, fill: 2 }],
  bat: { 5: { state: 'unmapped' } },
}

test('an image is told in a few lines, with an identity of its own or that of the source', () =>
  inTempDir(async (dir) => {
    const [image, own, kept] = ['a.vhdx', 'own.vhdx', 'kept.vhdx'].map((name) => join(dir, name))
    if (image === undefined || own === undefined || kept === undefined) return
    await writeImage(image, buildImage(SOURCE))
    expect(await exported(image, own, 'vhdx')).toBe(
      `${own}: a dynamic VHDX of 6 MiB, with a disk of 8 MiB; read back and verified
blocks of 1 MiB: 2 with data, 1 of zeros, 1 given back by the guest, 4 never written
`,
    )
    expect(await exported(image, kept, 'vhdx', '--keep-id', '--no-verify')).toContain(
      'not read back',
    )
    const idOf = async (path: string) => (await report(path)).before.metadata.virtualDiskId
    expect(await idOf(kept)).toBe(numberedGuid(7))
    expect(await idOf(own)).not.toBe(numberedGuid(7))
    const headers = async (path: string) => (await report(path)).headers[0].fileWriteGuid
    expect(await headers(own)).not.toBe(await headers(kept))
    const vhd = join(dir, 'a.vhd')
    await exported(image, vhd, 'vhd', '--keep-id')
    const footer = (await readFile(vhd)).subarray(-512)
    expect(footer.toString('hex', 68, 84)).toBe(numberedGuid(7).replaceAll('-', ''))
    const made = footer.readUInt32BE(24) * 1000 + Date.UTC(2000, 0)
    expect(Math.abs(made - Date.now())).toBeLessThan(60_000)
  }))

test('sectors of another size are told to be a risk', () =>
  inTempDir(async (dir) => {
    const [image, out] = [join(dir, 'a.vhdx'), join(dir, 'b.vhdx')]
    await writeImage(image, buildImage(SOURCE))
    expect(await exported(image, out, 'vhdx', '--logical-sector', '4096')).toContain(
      'Its sectors have 4,096 bytes instead of 512',
    )
    expect((await report(out)).before.geometry.logicalSectorSize).toBe(4096)
    const vhd = join(dir, 'b.vhd')
    const refused = await runCommand(['export', out, vhd, '--format', 'vhd'])
    expect(refused).toMatchObject({
      status: 1,
      err: expect.stringContaining('sectors of 512 bytes'),
    })
    expect(await exported(out, vhd, 'vhd', '--logical-sector', '512')).toContain(
      '512 bytes instead',
    )
  }))

test('the hash is that of the new file, whatever is skipped in it', () =>
  inTempDir(async (dir) => {
    const image = join(dir, 'a.vhdx')
    await writeImage(image, buildImage({ ...SOURCE, virtualDiskSize: 8 * MIB - 512 }))
    for (const [format, name] of [
      ['raw', 'a.raw'],
      ['vhdx', 'b.vhdx'],
      ['vhdx-fixed', 'c.vhdx'],
      ['vhd', 'd.vhd'],
    ] as const) {
      const out = join(dir, name)
      const argv = ['export', image, out, '--format', format, '--hash', 'sha256']
      const { status, out: line } = await runCommand(argv)
      const hex = createHash('sha256')
        .update(await readFile(out))
        .digest('hex')
      expect([status, line]).toEqual([0, `${hex}  ${out}\n`])
    }
  }))

test('a partition is a disk of its own, and a VHD of it ends in whole MiB', () =>
  inTempDir(async (dir) => {
    const [image, out] = [join(dir, 'a.vhdx'), join(dir, 'b.vhd')]
    await writeImage(image, buildImage(SOURCE))
    const part = ['--offset', '512', '--length', '3MiB']
    expect(await exported(image, out, 'vhd', ...part)).not.toContain('zeros follow')
    const odd = join(dir, 'c.vhd')
    expect(await exported(image, odd, 'vhd', '--length', '1000')).toContain(
      '1,047,576 bytes of zeros follow the disk',
    )
    expect((await stat(odd)).size).toBe(MIB + 512)
  }))

test('what cannot be read is zero in the new image, and said', () =>
  inTempDir(async (dir) => {
    const [image, out] = [join(dir, 'a.vhdx'), join(dir, 'b.vhdx')]
    await writeImage(image, buildImage(SOURCE))
    await truncate(image, (await stat(image)).size - MIB)
    const answer = await runCommand(['export', image, out, '--format', 'vhdx'])
    expect(answer).toMatchObject({ status: 3, err: expect.stringContaining('1 MiB of the disk') })
    expect((await report(out)).before.bat).toBeDefined()
    expect((await runCommand(['inspect', out])).status).toBe(0)
  }))

describe('nothing is written', () => {
  test.each([
    [['--block-size', '2MiB'], 'A raw image has no --block-size'],
    [['--drop-free'], 'A raw image has no --drop-free'],
    [['--format', 'vhdx', '--block-size', '3MiB'], 'a power of two'],
    [['--format', 'vhd', '--block-size', '2MiB'], 'A fixed VHD has no blocks'],
    [['--format', 'vhd', '--logical-sector', '4096'], 'sectors of 512 bytes'],
    [['--format', 'vhdx-fixed', '--drop-free'], 'Only a dynamic VHDX'],
    [['--format', 'vhdx', '--drop-free', '--before'], 'may be torn'],
    [['--format', 'vhdx', '--keep-id', '--offset', '0'], 'another disk'],
    [['--format', 'vhdx', '--unowned'], 'written raw'],
    [['--format', 'qcow2'], 'qcow2'],
  ])('with %j, before anything is read', async (options, says) => {
    const { status, err } = await runCommand(['export', 'none', 'out', ...options])
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining(says) })
  })

  test('as a VHD of more than it can say, and where there is something', () =>
    inTempDir(async (dir) => {
      const [image, out] = [join(dir, 'a.vhdx'), join(dir, 'b.vhd')]
      await writeImage(image, buildImage({ virtualDiskSize: 2041 * GIB, blockSize: 256 * MIB }))
      const { status, err } = await runCommand(['export', image, out, '--format', 'vhd'])
      expect({ status, err }).toEqual({
        status: 1,
        err: `${out} is not written: A VHD has at most 2,040 GiB, but this disk 1.99 TiB (2,191,507,062,784 bytes).\n`,
      })
      await writeFile(out, 'mine')
      const argv = ['export', image, out, '--format', 'vhd', '--length', '1MiB']
      expect(await runCommand(argv)).toMatchObject({ status: 1, out: '' })
      expect(await readFile(out, 'utf8')).toBe('mine')
    }))

  test('when it is interrupted', () =>
    inTempDir(async (dir) => {
      const image = join(dir, 'a.vhdx')
      await writeImage(image, buildImage(SOURCE))
      const argv = ['export', image, join(dir, 'b.vhdx'), '--format', 'vhdx']
      const { status, err } = await runCommand(argv, AbortSignal.abort())
      expect({ status, err }).toEqual({ status: 1, err: 'Interrupted: nothing was written.\n' })
      expect(await readdir(dir)).toEqual(['a.vhdx'])
    }))
})
