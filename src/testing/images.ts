/** Real images, made by QEMU, Disk2vhd and Windows. They lie beside the project and are never part of it. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

const FOLDER = fileURLToPath(new URL('../../../shared/images', import.meta.url))
const UNPACKED = join(tmpdir(), 'vhdx-inspector-images')

const PACKED = {
  'iotest-dirtylog-10G-4M.vhdx': '.bz2',
  'test-disk2vhd.vhdx': '.bz2',
  'windows-swap.vhdx': '.gz',
} as const
export type RealImage = keyof typeof PACKED
export const REAL_IMAGES = Object.keys(PACKED) as RealImage[]

/** The path of an image, unpacked once per machine; `undefined` where the images are not at hand. */
export function realImage(name: RealImage): string | undefined {
  const packed = join(FOLDER, name + PACKED[name])
  if (!existsSync(packed)) return undefined
  const path = join(UNPACKED, name)
  if (existsSync(path)) return path
  const bytes = PACKED[name] === '.gz' ? gunzipSync(readFileSync(packed)) : bunzip2(packed)
  if (bytes === undefined) return undefined
  mkdirSync(UNPACKED, { recursive: true })
  // Test files run side by side: a half-written image must never bear the name.
  const part = `${path}.${process.pid}`
  writeFileSync(part, bytes)
  renameSync(part, path)
  return path
}

const PYTHON = 'import bz2,sys; sys.stdout.buffer.write(bz2.open(sys.argv[1]).read())'

/** Node has no bzip2. */
function bunzip2(path: string): Buffer | undefined {
  const options = { maxBuffer: 2 ** 30, stdio: ['ignore', 'pipe', 'ignore'] } as const
  for (const [tool, args] of [
    ['bzip2', ['-dc', path]],
    ['python3', ['-c', PYTHON, path]],
  ] as const) {
    try {
      return execFileSync(tool, args, { ...options, stdio: [...options.stdio] })
    } catch {
      // The next one may be there.
    }
  }
  return undefined
}
