/** A copy of a file that is sparse where the file is (docs/decisions/0011). */

import { spawn } from 'node:child_process'
import { lowerFirst } from '../../engine/bytes/format.ts'
import { copyTo } from '../../engine/update/copy.ts'
import { preview } from '../../engine/update/preview.ts'
import { Failure } from '../failure.ts'
import { printable } from '../printable.ts'
import { NodeFile } from './node-file.ts'

/** The name of the system's copying program; tests put another in its place. */
export interface CopyOptions {
  readonly program?: string
  /** What a sentence calls the copy, which may have a temporary name. */
  readonly name?: string
  readonly signal: AbortSignal
}

/** Copies all bytes of `from` into `to`, an existing, empty file. */
export async function copyFile(
  from: string,
  to: string,
  { program = 'cp', name = to, signal }: CopyOptions,
): Promise<void> {
  if (!(await knowsHoles(program, signal))) return copyBytes(from, to, name, signal)
  // A clone where the file system has them, else holes for holes.
  const args = ['--reflink=auto', '--sparse=auto', '--', from, to]
  const { status, stderr } = await runProgram(program, args, signal)
  signal.throwIfAborted()
  if (status !== 0) throw new Failure(`The copy could not be made: ${copyReason(stderr)}.`)
}

/** Only the cp of the (GNU or Rust) coreutils looks for holes and copies them as holes. */
async function knowsHoles(program: string, signal: AbortSignal): Promise<boolean> {
  const { status, stdout } = await runProgram(program, ['--version'], signal)
  signal.throwIfAborted()
  return status === 0 && stdout.includes('coreutils')
}

/** "cp: error writing 'x': No space left on device" → "no space left on device". */
function copyReason(stderr: string): string {
  const line = stderr.trim().split('\n').at(-1) ?? ''
  const reason = line.slice(line.lastIndexOf(': ') + 1).trim()
  return reason === '' ? 'the copying program was stopped' : printable(lowerFirst(reason))
}

interface Ended {
  /** `undefined` if it could not be started or a signal ended it. */
  readonly status: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Resolves when the program is gone, also after an abort: then nothing writes any more. */
function runProgram(program: string, args: readonly string[], signal: AbortSignal): Promise<Ended> {
  return new Promise<Ended>((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
    })
    let stdout = ''
    let stderr = ''
    // Where no pipe can be made, for want of handles, there are no streams, whatever the types say.
    child.stdout?.on('data', (chunk) => {
      stdout += String(chunk)
    })
    child.stderr?.on('data', (chunk) => {
      stderr += String(chunk)
    })
    const stop = () => child.kill()
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop)
    const end = (status: number | undefined) => {
      signal.removeEventListener('abort', stop)
      resolve({ status, stdout, stderr })
    }
    child.on('error', () => end(undefined))
    child.on('close', (code) => end(code ?? undefined))
    // Some of what keeps it from being started is an event, some is thrown.
  }).catch(() => ({ status: undefined, stdout: '', stderr: '' }))
}

/** Reads everything; the copy has holes where there are blocks of zeros. */
async function copyBytes(
  from: string,
  to: string,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const source = await NodeFile.open(from, 'r')
  try {
    const target = await NodeFile.open(to, 'r+', name)
    try {
      await copyTo(target, preview(source, []), { signal })
      await target.finish()
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}
