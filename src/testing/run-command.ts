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
  })
  return { status, out, err }
}
