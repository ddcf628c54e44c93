/** The command line without a process: what it prints and its exit status. */
import { main } from '../cli/main.ts'

export interface CommandResult {
  readonly status: number
  readonly out: string
  readonly err: string
}

export async function runCommand(
  argv: readonly string[],
  signal = new AbortController().signal,
  ask?: (question: string) => Promise<boolean>,
): Promise<CommandResult> {
  let out = ''
  let err = ''
  const status = await main(argv, {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    signal,
    ...(ask && { ask }),
  })
  return { status, out, err }
}
