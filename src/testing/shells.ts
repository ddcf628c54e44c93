/** Shells of this machine that a script for POSIX sh has to run in. */
import { execFileSync, spawnSync } from 'node:child_process'
import { hasTool, runTool, type ToolResult } from './qemu.ts'

/** A command with the arguments that stand before the script. */
export type Shell = readonly [string, ...string[]]

const KNOWN: readonly Shell[] = [
  ['dash'],
  ['bash', '--posix'],
  ['busybox', 'sh'],
  ['mksh'],
  ['ksh'],
]

const there = KNOWN.filter(([command, ...more]) => {
  const { error, status } = spawnSync(command, [...more, '-c', 'exit 7'])
  return !error && status === 7
})

/** Those that are there; a POSIX system has `sh`, whatever that is. */
export const shells: readonly Shell[] = there.length > 0 ? there : [['sh']]

export const runScript = (
  [command, ...more]: Shell,
  script: string,
  args: readonly string[],
): Promise<ToolResult> => runTool(command, [...more, script, ...args])

/** A PowerShell, where there is one. */
export const powershell = hasTool('pwsh', '-Version') ? 'pwsh' : undefined

/** Where the system keeps busybox's own dd and cmp: with these in the PATH a script uses no others. */
export function linkBusybox(dir: string): boolean {
  try {
    execFileSync('busybox', ['--install', '-s', dir], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
