/** Images for each rule about what the guest has on its disk. */

import type { volumeRules } from '../../engine/findings/catalogue/volume.ts'
import { MIB } from '../../engine/format/layout.ts'
import { putBootRecord, putGpt } from '../disk-tables.ts'
import { extSuperblock, guestDisk, type Part } from '../guest-volumes.ts'
import type { RuleImage } from './rule-image.ts'

const SIZE = 16 * MIB
const LINUX = '0fc63daf-8483-4772-8e79-3d69d8477de4'

/** A disk that is one ext4. */
const ext = (options: Parameters<typeof extSuperblock>[0], size = SIZE) =>
  guestDisk(size, [[1024, extSuperblock(options)]])

/** The first MiB of a disk and its last, after something has been put into it. */
function ends(size: number, put: (disk: Uint8Array) => void): readonly Part[] {
  const disk = new Uint8Array(size)
  put(disk)
  return [0, size - MIB].map((at) => [at, disk.slice(at, at + MIB)])
}

const bootRecord = (first: number, count: number) =>
  ends(SIZE, (disk) => putBootRecord(disk, 0, [{ type: 0x83, first, count }]))

export const volumeImages = {
  'volume.unclean': { image: ext({ incompatible: 4 }) },
  'volume.errors': { image: ext({ state: 3 }) },
  'volume.larger': { image: ext({ blocks: 16385 }) },
  'volume.smaller': { image: ext({}, 1024 * MIB) },
  'volume.table': { image: guestDisk(SIZE, bootRecord(2048, 65536)) },
  'volume.table-moved': {
    image: guestDisk(
      2 * SIZE,
      ends(SIZE, (disk) => putGpt(disk, { parts: [{ type: LINUX, first: 2048, last: 4095 }] })),
    ),
  },
  'volume.lost-file-system': {
    image: guestDisk(SIZE, [
      ...bootRecord(2048, 4096),
      [8 * MIB + 1024, extSuperblock({ group: 1 })],
    ]),
  },
} satisfies Record<keyof typeof volumeRules, RuleImage>
