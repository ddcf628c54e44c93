/** An image of which the log alone says where three files of its guest, an ext4 in a partition, are. */
import { execFileSync } from 'node:child_process'
import { mkdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isZero } from '../engine/bytes/is-zero.ts'
import type { ImageDescription } from '../engine/compose/description.ts'
import { MIB } from '../engine/format/layout.ts'
import { putGpt } from './disk-tables.ts'
import { hasProgram, PROGRAM_ENV } from './programs.ts'

/** MiB of the disk; the volume lies between its partition tables. */
const DISK = 10
const VOLUME = 8
const VOLUME_TYPE = '0fc63daf-8483-4772-8e79-3d69d8477de4'
/** MiB of the file that are its structures. */
const FIRST = 5

/** Where the volume begins on the disk. */
export const GUEST_VOLUME = MIB
/** The directory of the three files; what else is in it is there in both states. */
export const GUEST_REPORTS = '/reports'

export const canMakeGuest = hasProgram('mkfs.ext4') && hasProgram('debugfs')

const bytes = (length: number, step: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * step + (i >> 8)) % 251)

/** By their names. The last one is none that Windows, and so a browser, takes. */
export const GUEST_CONTENTS: ReadonlyMap<string, Uint8Array> = new Map([
  ['first.txt', new TextEncoder().encode('The first report.\n'.repeat(400))],
  ['second.bin', bytes(300_000, 7)],
  ['third: "final".bin', bytes(900_001, 13)],
])

/** `folder` is an empty one, for the tools. */
export async function guestImage(folder: string): Promise<ImageDescription> {
  const tree = join(folder, 'tree')
  await mkdir(join(tree, 'etc', 'ssh'), { recursive: true })
  await mkdir(join(tree, GUEST_REPORTS))
  await writeFile(join(tree, 'etc', 'hosts'), '127.0.0.1 localhost\n')
  await writeFile(join(tree, 'etc', 'ssh', 'config'), 'Host *\n')
  await symlink('../etc/hosts', join(tree, 'etc', 'link'))
  await writeFile(join(tree, GUEST_REPORTS, 'old.txt'), 'Nothing new.\n')
  const raw = join(folder, 'volume')
  await writeFile(raw, '')
  await truncate(raw, VOLUME * MIB)
  const run = (program: string, ...args: readonly string[]) =>
    execFileSync(program, [...args, raw], { env: PROGRAM_ENV, stdio: ['ignore', 'pipe', 'ignore'] })
  run('mkfs.ext4', '-q', '-L', 'data', '-O', '^has_journal', '-d', tree)
  const before = onDisk(await readFile(raw))
  for (const [index, [name, content]] of [...GUEST_CONTENTS].entries()) {
    const source = join(folder, `content-${index}`)
    await writeFile(source, content)
    const quoted = `"${GUEST_REPORTS.slice(1)}/${name.replaceAll('"', '""')}"`
    run('debugfs', '-w', '-R', `write ${source} ${quoted}`)
  }
  return described(before, onDisk(await readFile(raw)))
}

function onDisk(volume: Uint8Array): Uint8Array {
  const disk = new Uint8Array(DISK * MIB)
  const last = (MIB / 512) * (VOLUME + 1) - 1
  putGpt(disk, { parts: [{ type: VOLUME_TYPE, first: MIB / 512, last, name: 'data' }] })
  disk.set(volume, GUEST_VOLUME)
  return disk
}

/** Blocks of both lie in the file; its table names those of `before`, and the log those that are others in `after`. */
function described(before: Uint8Array, after: Uint8Array): ImageDescription {
  const at = (disk: Uint8Array, block: number) => disk.slice(block * MIB, (block + 1) * MIB)
  const blocks = Array.from({ length: DISK }, (_, block) => block)
  const held = blocks.filter((block) => !isZero(at(before, block)))
  const changed = blocks.filter(
    (block) => Buffer.compare(at(before, block), at(after, block)) !== 0,
  )
  const earlier = held.map((block, i) => ({ block, fileOffsetMB: FIRST + i }))
  const later = changed.map((block, i) => ({ block, fileOffsetMB: FIRST + held.length + i }))
  const patches = (disk: Uint8Array, placed: typeof earlier) =>
    placed.map(({ block, fileOffsetMB }) => ({ at: fileOffsetMB * MIB, bytes: at(disk, block) }))
  const changes = Object.fromEntries(
    later.map(({ block, fileOffsetMB }) => [
      block,
      { state: 'fully-present' as const, fileOffsetMB },
    ]),
  )
  return {
    virtualDiskSize: DISK * MIB,
    fileSize: (FIRST + held.length + changed.length) * MIB,
    blocks: earlier,
    patches: [...patches(before, earlier), ...patches(after, later)],
    log: { entries: [{ updates: [{ kind: 'bat', changes }] }] },
  }
}
