/** An image in which an ext4 was filled and emptied: blocks in use, free ones with old data, zeros, and space of nobody. */
import { execFileSync } from 'node:child_process'
import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isZero } from '../../src/engine/bytes/is-zero.ts'
import { MIB } from '../../src/engine/format/layout.ts'
import { PROGRAM_ENV } from '../../src/testing/programs.ts'
import type { TestFiles } from './files.ts'

/** MiB of the disk, and of the files that are written to it one after the other. */
const DISK = 320
const FILE = 12
const WRITTEN = 14
const REMOVED = [1, 2, 5, 6, 9]
/** Blocks that a program has written zeros to. */
const ZEROS = { first: 250, count: 18 }

/** Where blocks go is told by the order in which they were written: in runs, and those in no order. */
const RUN = 9
/** The step is a prime that no such number of runs can be divided by. */
const order = (runs: number, run: number): number => (run * 101 + 3) % runs

export async function usedDisk(files: TestFiles): Promise<string> {
  const raw = join(files.folder, 'raw')
  await writeFile(raw, '')
  await truncate(raw, DISK * MIB)
  const run = (program: string, ...args: readonly string[]) =>
    execFileSync(program, args, { env: PROGRAM_ENV, stdio: ['ignore', 'pipe', 'ignore'] })
  run('mkfs.ext4', '-q', '-L', 'data', raw)
  const content = await files.write('content', new Uint8Array(FILE * MIB).fill(0xa1))
  for (let file = 0; file < WRITTEN; file++) {
    run('debugfs', '-w', '-R', `write ${content} file${file}`, raw)
  }
  for (const file of REMOVED) run('debugfs', '-w', '-R', `rm file${file}`, raw)

  const disk = await readFile(raw)
  const at = (block: number) => disk.subarray(block * MIB, (block + 1) * MIB)
  const held = Array.from({ length: DISK }, (_, block) => block).filter(
    (block) => !isZero(at(block)) || (block >= ZEROS.first && block < ZEROS.first + ZEROS.count),
  )
  const runs = Math.floor(held.length / RUN)
  const placed = [
    ...Array.from({ length: runs }, (_, i) => order(runs, i)).flatMap((each) =>
      held.slice(each * RUN, (each + 1) * RUN),
    ),
    ...held.slice(runs * RUN),
  ].map((block, i) => ({ block, fileOffsetMB: 5 + i + (i > held.length / 2 ? 16 : 0) }))
  return files.compose('data.vhdx', {
    virtualDiskSize: DISK * MIB,
    blocks: placed,
    patches: placed.map(({ block, fileOffsetMB }) => ({
      at: fileOffsetMB * MIB,
      bytes: at(block),
    })),
  })
}
