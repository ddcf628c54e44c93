/** Volumes that the tools of their file systems make, in sparse files. */
import { execFileSync } from 'node:child_process'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { NodeFile } from '../cli/files/node-file.ts'
import type { ByteSource } from '../engine/bytes/byte-source.ts'
import { PROGRAM_ENV } from './programs.ts'
import { inTempDir } from './qemu.ts'

const MIB = 1024 * 1024

export interface MadeVolume {
  readonly path: string
  /** Runs a tool on the file, whose path stands for `{}` or else behind the arguments; throws where it fails with a status above `most`. */
  run(tool: string, args: readonly string[], most?: number): string
  /** As `run`, with what it writes as it is. */
  output(tool: string, args: readonly string[], most?: number): Uint8Array
  /** Writes into the file. */
  put(at: number, bytes: Uint8Array): Promise<void>
  /** What `read` makes of the file as it is now. */
  with<T>(read: (source: ByteSource) => Promise<T>): Promise<T>
}

/** A file of `size` MiB in which `tool` has made its file system; the path is its last argument. */
export const withVolume = (
  {
    tool,
    args,
    size,
  }: { readonly tool: string; readonly args: readonly string[]; readonly size: number },
  use: (volume: MadeVolume) => Promise<void>,
): Promise<void> =>
  inTempDir(async (dir) => {
    const path = join(dir, 'volume')
    const output = (program: string, more: readonly string[], most = 0): Buffer => {
      const all = more.includes('{}')
        ? more.map((arg) => (arg === '{}' ? path : arg))
        : [...more, path]
      try {
        return execFileSync(program, all, {
          env: PROGRAM_ENV,
          stdio: ['ignore', 'pipe', 'ignore'],
          maxBuffer: 64 * MIB,
        })
      } catch (error) {
        // Without a status it did not run to its end.
        const { status } = error as { readonly status?: number | null }
        if (typeof status === 'number' && status <= most) return Buffer.alloc(0)
        throw error
      }
    }
    const opened = async <T>(
      flags: string,
      then: (file: Awaited<ReturnType<typeof open>>) => Promise<T>,
    ) => {
      const file = await open(path, flags)
      try {
        return await then(file)
      } finally {
        await file.close()
      }
    }
    await opened('w+', (file) => file.truncate(size * MIB))
    output(tool, args)
    await use({
      path,
      run: (program, more, most) => output(program, more, most).toString(),
      output,
      put: (at, bytes) =>
        opened('r+', async (file) => void (await file.write(bytes, 0, bytes.length, at))),
      with: async (read) => {
        const source = await NodeFile.open(path, 'r')
        try {
          return await read(source)
        } finally {
          await source.close()
        }
      },
    })
  })
