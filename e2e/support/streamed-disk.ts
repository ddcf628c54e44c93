/** An image with an NTFS in which one file has a named stream. */
import { execFileSync } from 'node:child_process'
import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isZero } from '../../src/engine/bytes/is-zero.ts'
import { MIB } from '../../src/engine/format/layout.ts'
import { hasProgram, PROGRAM_ENV } from '../../src/testing/programs.ts'
import type { TestFiles } from './files.ts'

/** MiB of the disk, all of which is the volume, and of the structures at the start of the file. */
const DISK = 8
const FIRST = 4

export const canMakeStreams = hasProgram('mkntfs') && hasProgram('ntfscp')

/** The file is `letter.txt` in the root. */
export async function streamedDisk(
  files: TestFiles,
  { name, content }: { readonly name: string; readonly content: Uint8Array },
): Promise<string> {
  const raw = join(files.folder, 'ntfs')
  const main = await files.write('main', Buffer.from('A letter.\n'))
  const stream = await files.write('stream', content)
  await writeFile(raw, '')
  await truncate(raw, DISK * MIB)
  const run = (program: string, ...args: readonly string[]) =>
    execFileSync(program, args, { env: PROGRAM_ENV, stdio: ['ignore', 'ignore', 'pipe'] })
  run('mkntfs', '-qF', '-s', '512', '-p', '0', '-H', '0', '-S', '0', raw)
  run('ntfscp', '-q', raw, main, 'letter.txt')
  run('ntfscp', '-q', '-N', name, raw, stream, 'letter.txt')
  const disk = await readFile(raw)
  const held = Array.from({ length: DISK }, (_, block) => block)
    .map((block) => ({ block, bytes: disk.subarray(block * MIB, (block + 1) * MIB) }))
    .filter(({ bytes }) => !isZero(bytes))
  return files.compose('streams.vhdx', {
    virtualDiskSize: DISK * MIB,
    fileSize: (FIRST + held.length) * MIB,
    blocks: held.map(({ block }, i) => ({ block, fileOffsetMB: FIRST + i })),
    patches: held.map(({ bytes }, i) => ({ at: (FIRST + i) * MIB, bytes })),
  })
}
