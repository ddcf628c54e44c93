/** A program that a test starts, waits for and surely ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

const READY_WITHIN_MS = 15_000
const END_WITHIN_MS = 3_000
/** The descriptor on which Xvfb and dbus-daemon report what they have become. */
const REPORT_FD = 3

export interface Program {
  /** The first line that the program reported. */
  readonly report: string
  /** All that it has printed and reported so far. */
  output(): string
  stop(): Promise<void>
}

export interface Start {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Where its first line tells that it is ready; nowhere if it needs no waiting for. */
  readonly reports?: 'stdout' | 'fd3'
}

/** Starts a program and waits for its first line. Rejects with all that it printed if none comes. */
export async function startProgram({ command, args, env, reports }: Start): Promise<Program> {
  const child = spawn(command, [...args], {
    env: env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const printed: string[] = []
  const streams = [child.stdout, child.stderr, child.stdio[REPORT_FD] as Readable]
  for (const stream of streams) stream?.on('data', (data) => printed.push(String(data)))
  const output = () => printed.join('')
  // The test runner may be stopped in the middle; what it started must not stay behind.
  const endWithUs = () => child.kill('SIGKILL')
  process.once('exit', endWithUs)

  const stop = async () => {
    process.off('exit', endWithUs)
    await end(child)
  }
  const reporting = reports === 'fd3' ? (child.stdio[REPORT_FD] as Readable) : child.stdout
  try {
    const report = reports === undefined ? '' : await firstLine(child, reporting)
    return { report, output, stop }
  } catch (cause) {
    await stop()
    throw new Error(`${command} did not start: ${output() || String(cause)}`, { cause })
  }
}

async function firstLine(child: ChildProcess, stream: Readable | null): Promise<string> {
  if (stream === null) throw new Error('it has no output')
  const limit = AbortSignal.timeout(READY_WITHIN_MS)
  const failed = once(child, 'error', { signal: limit }).then(([error]) => Promise.reject(error))
  const ended = once(child, 'exit', { signal: limit }).then(([code]) =>
    Promise.reject(new Error(`it ended with status ${code}`)),
  )
  const line = once(stream, 'data', { signal: limit }).then(([data]) => String(data).trim())
  return Promise.race([line, failed, ended])
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await Promise.race([ended, sleep(END_WITHIN_MS, undefined, { ref: false })])
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
}
