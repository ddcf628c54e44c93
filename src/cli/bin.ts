/** The program: the command line joined to this process. */
import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import { setImmediate } from 'node:timers/promises'
import { FAILURE } from './exit-status.ts'
import { main } from './main.ts'
import { printable } from './printable.ts'

const ending = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => ending.abort())
}

// Whoever reads the output may stop early, as head(1) does.
process.stdout.on('error', () => {
  process.stderr.write('The output could not be written.\n')
  process.exitCode = FAILURE
})

// Whoever reads no complaints gets none; to end here would leave temporary files behind.
process.stderr.on('error', () => undefined)

/** Yes is yes; anything else, an end of the input too, is no. */
async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  terminal.on('SIGINT', () => ending.abort())
  try {
    const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
    const answer = terminal.question(`${question} [y/N] `, { signal: ending.signal })
    return /^y(es)?$/i.test((await Promise.race([answer, closed])).trim())
  } finally {
    terminal.close()
  }
}

/** Whatever is put out faster than it is read stays in memory. */
async function drained(): Promise<boolean> {
  if (process.stdout.writableNeedDrain) {
    // Its error is told by the listener above.
    await once(process.stdout, 'drain', { signal: ending.signal }).catch(() => undefined)
  }
  return process.stdout.writable
}

try {
  const status = await main(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    drained,
    signal: ending.signal,
    pause: () => setImmediate(),
    ...(process.stdin.isTTY && process.stderr.isTTY && { ask }),
  })
  process.exitCode ??= status
} catch (error) {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`This is a defect of vhdx-inspector: ${printable(text)}\n`)
  process.exitCode = FAILURE
}
