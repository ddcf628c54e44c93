/** What a headed browser on a desktop of its own needs, and what of it this machine lacks. */
import { spawnSync } from 'node:child_process'

/** The distribution's own Python: its D-Bus and GLib bindings are packages of the system. */
export const PYTHON = '/usr/bin/python3'

/** Debian packages and how to see that each is there. */
const NEEDED: readonly (readonly [name: string, command: string, args: readonly string[]])[] = [
  ['xvfb', 'sh', ['-c', 'command -v Xvfb']],
  ['dbus', 'sh', ['-c', 'command -v dbus-daemon']],
  ['openbox', 'sh', ['-c', 'command -v openbox']],
  ['xdotool', 'sh', ['-c', 'command -v xdotool']],
  ['python3-dbus', PYTHON, ['-c', 'import dbus.mainloop.glib']],
  ['python3-gi', PYTHON, ['-c', 'from gi.repository import GLib']],
]

/** Debian packages that a real desktop still needs; empty where all are there. */
export const missingPackages = (): readonly string[] =>
  NEEDED.filter(([, command, args]) => spawnSync(command, args).status !== 0).map(([name]) => name)

/** Whether a test that lacks something must fail rather than be skipped. */
export const nothingMayLack = !['', 'false'].includes(process.env['CI'] ?? '')
