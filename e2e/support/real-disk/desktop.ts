/** A desktop for one headed browser: display, session bus, window manager, and a file chooser that answers. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import { PYTHON } from '../../../scripts/programs.mjs'
import { type Program, startProgram } from './program.ts'

const PORTAL = fileURLToPath(new URL('portal.py', import.meta.url))
/** The browser draws its prompt a moment after the chooser has answered. */
const PROMPT_APPEARS_WITHIN_MS = 1_000
const KEYS_WORK_WITHIN_MS = 5_000
const ALLOWED_WITHIN_MS = 30_000

export interface Desktop {
  /** The environment in which the browser finds this desktop. */
  readonly env: Record<string, string>
  /**
   * Waits until the chooser has answered a request for a folder, then says yes to Chromium's
   * "Allow this site to edit files?" until `isAllowed`.
   */
  allowEditing(isAllowed: () => Promise<boolean>): Promise<void>
  stop(): Promise<void>
}

/** Starts a desktop on which every question for a folder is answered with `folder`. */
export async function startDesktop(folder: string): Promise<Desktop> {
  const programs: Program[] = []
  const start = async (program: Parameters<typeof startProgram>[0]) => {
    const started = await startProgram(program)
    programs.push(started)
    return started
  }
  const stop = async () => {
    for (const program of programs.reverse()) await program.stop()
  }
  try {
    const display = await start({
      command: 'Xvfb',
      args: ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'],
      reports: 'fd3',
    })
    const bus = await start({
      command: 'dbus-daemon',
      args: ['--session', '--nofork', '--print-address=3'],
      reports: 'fd3',
    })
    const env = {
      ...definedOnly(process.env),
      DISPLAY: `:${display.report}`,
      DBUS_SESSION_BUS_ADDRESS: bus.report,
    }
    await start({ command: 'openbox', args: [], env })
    const portal = await start({ command: PYTHON, args: [PORTAL, folder], env, reports: 'stdout' })
    return { env, stop, allowEditing: (isAllowed) => allowEditing(portal, env, isAllowed) }
  } catch (error) {
    await stop()
    throw error
  }
}

async function allowEditing(
  portal: Program,
  env: Record<string, string>,
  isAllowed: () => Promise<boolean>,
): Promise<void> {
  await expect
    .poll(() => portal.output(), { message: 'the browser asks the desktop for a folder' })
    .toContain('OpenFile, folder: True')
  const press = (key: string) => execFileSync('xdotool', ['key', key], { env })
  await expect(async () => {
    if (await allowedWithin(isAllowed, PROMPT_APPEARS_WITHIN_MS)) return
    press('Tab')
    press('Return')
    const allowed = await allowedWithin(isAllowed, KEYS_WORK_WITHIN_MS)
    expect(allowed, 'the prompt "Allow this site to edit files?" is answered').toBe(true)
  }).toPass({ timeout: ALLOWED_WITHIN_MS })
}

async function allowedWithin(isAllowed: () => Promise<boolean>, ms: number): Promise<boolean> {
  try {
    await expect.poll(isAllowed, { timeout: ms }).toBe(true)
    return true
  } catch {
    return false
  }
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  const defined = Object.entries(env).filter((entry): entry is [string, string] => {
    return entry[1] !== undefined
  })
  return Object.fromEntries(defined)
}
