/** ext with random changes where it hurts: all of its files and its journal are read, nothing is thrown, and all of it ends. */
import { mkdir, open, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { counting } from '../../../../testing/counting-source.ts'
import { readTree } from '../../../../testing/guest-tree.ts'
import { type MadeVolume, withVolume } from '../../../../testing/made-volumes.ts'
import { hasProgram } from '../../../../testing/programs.ts'
import { inTempDir } from '../../../../testing/qemu.ts'
import { damagedFiles } from '../../../../testing/random-bytes.ts'
import type { ByteRange, ByteSource } from '../../../bytes/byte-source.ts'
import { MemoryFile } from '../../../bytes/memory-file.ts'
import { KIB, MIB } from '../../../format/layout.ts'
import { planJournal } from '../journal/plan-recovery.ts'
import { replayedVolume } from '../journal/replayed-volume.ts'
import { openExtFiles } from './open-ext-files.ts'

/** GUEST_VOLUMES=5000 makes it thousands. */
const RUNS = Number(process.env['GUEST_VOLUMES'] ?? 10)
/** Milliseconds for one volume: far more than it takes, far less than without an end. */
const LIMIT = 5000
const SIZE = 4

const KINDS = [
  '-t ext2 -b 1024 -I 128',
  '-t ext4 -b 1024 -O metadata_csum,64bit',
  '-t ext3 -b 1024 -I 128',
  '-t ext4 -b 1024 -I 512 -O inline_data,^metadata_csum,meta_bg,^resize_inode -g 1024',
]

async function fill(dir: string): Promise<void> {
  await mkdir(join(dir, 'd'))
  for (let i = 0; i < 20; i++) await writeFile(join(dir, 'd', `${i}`.repeat(20)), `${i}`)
  await writeFile(join(dir, 'inline'), Buffer.alloc(150, 1))
  await symlink('short', join(dir, 's'))
  await symlink('long'.repeat(40), join(dir, 'l'))
  const file = await open(join(dir, 'sparse'), 'w')
  for (let i = 0; i < 150; i++) await file.write(Buffer.alloc(KIB, i), 0, KIB, 2 * KIB * i)
  await file.close()
}

/** Writes into the journal, and not into its places, what then waits for a replay. */
async function logSomeBlocks(volume: MadeVolume): Promise<void> {
  await writeFile(`${volume.path}.b`, Buffer.alloc(3 * KIB, 9))
  const log = ['jo', 'jw -b 3500,3501', 'jw -r 3501', 'jw -b 3502,3503', 'jc']
  await writeFile(`${volume.path}.s`, log.join('\n').replace(/(-[br] \S+)/g, `$1 ${volume.path}.b`))
  volume.run('debugfs', ['-w', '-f', `${volume.path}.s`])
}

/** A volume, with what waits in its journal if it has one. */
async function made(args: string): Promise<Uint8Array> {
  let bytes = new Uint8Array()
  await inTempDir(async (dir) => {
    await fill(dir)
    const made = ['-qF', '-d', dir, '-N', '128', ...args.split(' ')]
    await withVolume({ tool: 'mke2fs', args: made, size: SIZE }, async (volume) => {
      if (!args.includes('ext2')) await logSomeBlocks(volume)
      bytes = new Uint8Array(await volume.with((source) => source.read(0, SIZE * MIB)))
    })
  })
  return bytes
}

/** Where what describes the volume is; what is more often in the list is more often changed. */
async function placesIn(bytes: Uint8Array): Promise<readonly ByteRange[]> {
  const files = await openExtFiles(new MemoryFile(bytes))
  if (!files.ok) throw new Error(files.reason)
  const places: ByteRange[] = [
    { offset: 1024, length: 512 },
    { offset: 2048, length: 512 },
  ]
  for await (const footprints of files.footprints()) {
    for (const { node, kind, record, content, structure } of footprints) {
      const [first] = content
      places.push(...structure)
      if (kind === 'directory' && first) places.push({ ...first, length: 300 })
      // Of these the map of their blocks, too.
      if (kind !== 'file' || content.length > 4 || node === 8) {
        places.push(record, { offset: record.offset + 32, length: 72 })
      }
      if (record.length > 256) places.push(record)
      if (node === 8 && first) {
        for (const block of [0, 1, 4, 5]) {
          places.push({ offset: first.offset + block * KIB, length: 120 })
        }
      }
    }
  }
  return places
}

async function readAll(volume: ByteSource): Promise<void> {
  const files = await openExtFiles(volume)
  if (!files.ok) return
  await readTree(volume, files, { names: 300, bytes: 200_000 })
  for await (const batch of files.footprints()) {
    for (const { record, content, structure } of batch) {
      for (const { offset, length } of [record, ...content, ...structure]) {
        if (length <= 0 || offset + length > volume.size) expect({ offset, length }).toBe('inside')
      }
    }
  }
}

describe.skipIf(!hasProgram('mke2fs') || !hasProgram('debugfs'))('ext, damaged at random', () => {
  test.each(KINDS)(
    'mke2fs %s',
    async (args) => {
      const original = await made(args)
      const places = await placesIn(original)
      await fc.assert(
        fc.asyncProperty(damagedFiles(original, places, 5), async (volume) => {
          const source = counting(volume)
          const started = performance.now()
          await readAll(source)
          const plan = await planJournal(source)
          if (plan.ok) await readAll(await replayedVolume(source, plan))
          const longest = source.reads.reduce((most, { length }) => Math.max(most, length), 0)
          expect(longest).toBeLessThanOrEqual(MIB)
          expect(performance.now() - started).toBeLessThan(LIMIT)
        }),
        { numRuns: RUNS, endOnFailure: true },
      )
    },
    36_000_000,
  )
})
