/** Programs of the system that tests compare with, also those that only an administrator has in the path. */
import { execFileSync } from 'node:child_process'

export const PROGRAM_ENV = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` }

export function hasProgram(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`], { env: PROGRAM_ENV, stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
