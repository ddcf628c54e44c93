/** Volumes of NTFS that ntfs-3g writes to through a mount, where the system lets us make one. */
import { execFileSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmdirSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MadeVolume } from './made-volumes.ts'
import { hasProgram, PROGRAM_ENV } from './programs.ts'

const OPTIONS = 'compression,streams_interface=windows,special_files=wsl'
/** Milliseconds. */
const LIMIT = 10_000

const run = (program: string, ...args: readonly string[]): void =>
  void execFileSync(program, args, { env: PROGRAM_ENV, stdio: 'ignore', timeout: LIMIT })

/** Mounts the volume for as long as `use` takes, which gets the folder. */
export async function mounted(
  { path }: Pick<MadeVolume, 'path'>,
  use: (folder: string) => void | Promise<void>,
): Promise<void> {
  const folder = `${path}.mounted`
  mkdirSync(folder)
  run('ntfs-3g', path, folder, '-o', OPTIONS)
  try {
    await use(folder)
  } finally {
    // It comes back when all is written.
    run('umount', folder)
    rmdirSync(folder)
  }
}

/** Whether a volume can be mounted here at all: that takes a device, and a right to it. */
export const canMountNtfs = await (async () => {
  if (!hasProgram('ntfs-3g') || !hasProgram('mkntfs') || !hasProgram('umount')) return false
  const dir = mkdtempSync(join(tmpdir(), 'mount-'))
  const path = join(dir, 'volume')
  try {
    run('truncate', '-s', '2M', path)
    run('mkntfs', '-qFf', path)
    await mounted({ path }, () => {})
    return true
  } catch {
    return false
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})()

/** Numbers without a pattern, as bytes: nothing packs them. */
export function noise(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (let i = 0, x = seed | 1; i < length; i++) {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    bytes[i] = x
  }
  return bytes
}

export type Piece = readonly [kind: 'text' | 'noise' | 'hole', length: number]

/** Pieces one behind the other, each written for itself. */
export function write(path: string, pieces: readonly Piece[]): void {
  const file = openSync(path, 'a+')
  let at = 0
  for (const [kind, length] of pieces) {
    const bytes =
      kind === 'noise' ? noise(length, length + at) : Buffer.alloc(length, 'some words, and again ')
    if (kind !== 'hole' && length > 0) writeSync(file, bytes, 0, length, at)
    at += length
  }
  closeSync(file)
  truncateSync(path, at)
}
