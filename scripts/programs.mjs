/** What the tests ask of the machine besides Node and a browser: which programs, for what, and who brings them. */
import { delimiter } from 'node:path'
import { findProgram, succeeds } from './run.mjs'

export const PYTHON = '/usr/bin/python3'

/**
 * @typedef {{
 *   readonly name: string,
 *   readonly programs: readonly string[],
 *   readonly packages: readonly string[],
 *   readonly use: string,
 *   readonly extra?: () => boolean,
 * }} Programs `packages` are Debian's; `use` goes on “The tests …”.
 */

/** @type {Programs} */
export const DESKTOP = {
  name: 'a desktop of its own',
  programs: ['Xvfb', 'dbus-daemon', 'openbox', 'xdotool'],
  packages: ['xvfb', 'dbus', 'python3-dbus', 'python3-gi', 'openbox', 'xdotool'],
  use: 'save through the browser’s own dialog',
  // The distribution's own Python: its D-Bus and GLib bindings are packages of the system.
  extra: () =>
    succeeds(PYTHON, ['-c', 'import dbus.mainloop.glib; from gi.repository import GLib']),
}

/** @type {readonly Programs[]} */
export const PROGRAMS = [
  {
    name: 'QEMU',
    programs: ['qemu-img', 'qemu-io'],
    packages: ['qemu-utils'],
    use: 'compare what is replayed and written with QEMU',
  },
  DESKTOP,
  {
    name: 'makers of file systems',
    programs: ['mkfs.ext4', 'mkfs.vfat', 'mkfs.ntfs', 'mkfs.exfat', 'mkfs.xfs', 'mkfs.btrfs'],
    packages: ['e2fsprogs', 'dosfstools', 'ntfs-3g', 'exfatprogs', 'xfsprogs', 'btrfs-progs'],
    use: 'have them make what is to be recognised',
  },
  {
    name: 'writers and checkers of file systems',
    programs: ['debugfs', 'dumpe2fs', 'ntfscp', 'ntfscat', 'mcopy', 'fsck.fat', 'dump.exfat'],
    packages: ['e2fsprogs', 'ntfs-3g', 'mtools', 'dosfstools', 'exfatprogs'],
    use: 'put files into volumes, and ask them what is free',
  },
  {
    name: 'other readers',
    programs: ['vhdiinfo', '7zz', 'blkid', 'partx', 'simg2img', 'fls', 'icat', 'istat'],
    packages: ['libvhdi-utils', '7zip', 'util-linux', 'android-sdk-libsparse-utils', 'sleuthkit'],
    use: 'ask libvhdi, 7-Zip, util-linux, libsparse and the Sleuth Kit what they read',
  },
  {
    name: 'other shells',
    programs: ['busybox', 'mksh', 'zsh', 'fish'],
    packages: ['busybox', 'mksh', 'zsh', 'fish'],
    use: 'run the scripts of patches and of the completion in them',
  },
]

/** Where Debian keeps programs that not every user has on the path. */
const path = [process.env['PATH'], '/usr/sbin', '/sbin'].join(delimiter)

/** @param {Programs} programs */
export const isThere = ({ programs, extra }) =>
  programs.every((name) => findProgram(name, path) !== undefined) && (extra?.() ?? true)
