/** An image for each rule about what the replay would do. */
import type { UpdateDescription } from '../../engine/compose/description.ts'
import type { replayRules } from '../../engine/findings/catalogue/replay.ts'
import { KIB, LOG_SECTOR_SIZE, MIB, TIB } from '../../engine/format/layout.ts'
import { numberedGuid, parentOf } from '../chain-files.ts'
import { disk, mark } from '../marks.ts'
import { dirty, type RuleImage } from './rule-image.ts'

const zero = (fileOffset: number | bigint, length = 4096): UpdateDescription => ({
  kind: 'zero',
  fileOffset: BigInt(fileOffset),
  length: BigInt(length),
})
const updates = (...list: UpdateDescription[]) => dirty({ updates: list })

const PARENT = numberedGuid(1)
const CHILD = numberedGuid(2)
const dirtyParent = disk({ dataWriteGuid: PARENT, log: { entries: [{ updates: [mark('A')] }] } })

export const replayImages = {
  'replay.truncated': {
    image: dirty({ updates: [mark('A')], flushedFileOffset: BigInt(64 * MIB) }),
    also: ['log.dirty'],
  },
  'replay.extends-file': {
    image: dirty({ updates: [mark('A')], lastFileOffset: BigInt(8 * MIB) }),
    also: ['replay.diverges-qemu', 'log.dirty'],
  },
  'replay.changes-nothing': {
    image: updates(zero(3 * MIB - 4 * KIB)),
    also: ['log.dirty'],
  },
  'replay.breaks-children': {
    image: disk({ ...parentOf(PARENT), dataWriteGuid: CHILD }),
    parents: [dirtyParent],
    also: ['chain.parent-dirty'],
  },
  'replay.diverges-qemu': {
    image: dirty({ updates: [mark('A')] }, { updates: [mark('B')], tail: 8192 }),
    also: ['log.dirty', 'log.entry-superseded'],
  },
  'replay.targets-header': {
    image: updates(mark('A'), zero(128 * KIB)),
    also: ['replay.diverges-qemu', 'log.dirty'],
  },
  'replay.targets-log': {
    image: updates(mark('A'), zero(MIB + 512 * KIB)),
    also: ['replay.diverges-qemu', 'log.dirty'],
  },
  'replay.target-out-of-range': { image: updates(mark('A'), zero(2n ** 60n)), also: ['log.dirty'] },
  'replay.last-file-offset-out-of-range': {
    image: dirty({ updates: [mark('A')], lastFileOffset: 2n ** 60n }),
    also: ['replay.diverges-qemu', 'log.dirty'],
  },
  'replay.targets-payload': {
    image: disk({
      blocks: [{ block: 0, fill: 1 }],
      log: {
        entries: [
          {
            updates: [
              {
                kind: 'data',
                fileOffset: BigInt(4 * MIB),
                bytes: new Uint8Array(LOG_SECTOR_SIZE).fill(2),
              },
            ],
          },
        ],
      },
    }),
    also: ['log.dirty'],
  },
  'replay.zero-run-excessive': {
    image: dirty({ updates: [zero(4 * MIB, TIB)], lastFileOffset: BigInt(4 * MIB + TIB) }),
    also: ['replay.diverges-qemu', 'log.dirty', 'replay.extends-file', 'space.trailing'],
  },
  'replay.beyond-last-file-offset': {
    image: updates(mark('A'), zero(4 * MIB, MIB)),
    also: ['log.dirty', 'replay.extends-file'],
  },
  'replay.duplicate-target': { image: updates(mark('A'), mark('A')), also: ['log.dirty'] },
} satisfies Record<Exclude<keyof typeof replayRules, 'replay.too-many-writes'>, RuleImage>
