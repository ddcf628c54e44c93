/** Where QEMU's replay is wrong: its answer to a crafted log beside ours, both asserted. */
import { expect, test } from 'vitest'
import { buildImage } from '../engine/compose/build-image.ts'
import { LOG_GUID } from '../engine/compose/compose-log.ts'
import type { EntryDescription, ImageDescription } from '../engine/compose/description.ts'
import { KIB, LOG_SECTOR_SIZE, MIB } from '../engine/format/layout.ts'
import { mark, marksIn, plainDisk } from './marks.ts'
import { ourReplay } from './our-replay.ts'
import { describeWithQemu } from './qemu.ts'
import { qemuReplay } from './qemu-replay.ts'

interface Divergence {
  /** What QEMU does, as the end of a sentence that begins with "QEMU". */
  readonly qemuBug: string
  readonly image: Partial<ImageDescription>
  /** The answer, and the marks in the file afterwards (see `marks.ts`). */
  readonly qemu: string
  readonly ours: string
}

const sector = (count: number): number => count * LOG_SECTOR_SIZE
const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const writes = (letters: string, entry: EntryDescription = {}): EntryDescription => ({
  updates: [...letters].map(mark),
  ...entry,
})
const entries = (...list: EntryDescription[]): Partial<ImageDescription> => ({
  log: { entries: list },
})
const at = (position: number): EntryDescription => ({
  position: sector(position),
  tail: sector(position),
})

const divergences: readonly Divergence[] = [
  {
    qemuBug: 'replays the whole run, not from the tail of its head',
    image: entries(writes('A'), writes('B'), writes('C', { tail: sector(2) })),
    qemu: 'opened ABC',
    ours: 'replayable .BC',
  },
  {
    qemuBug: 'does not check the sequence number of the second entry of a run',
    image: entries(
      writes('A', { sequenceNumber: 10n }),
      writes('B', { sequenceNumber: 20n, tail: sector(2) }),
    ),
    qemu: 'opened AB',
    ours: 'replayable .B',
  },
  {
    qemuBug: 'ranks runs by their first entry, not by their head',
    image: entries(
      writes('A', { sequenceNumber: 10n }),
      writes('B'),
      writes('C'),
      writes('D', { ...at(40), sequenceNumber: 11n }),
    ),
    qemu: 'opened ...D',
    ours: 'replayable ABC',
  },
  {
    qemuBug: 'loses the entries before the wrap of a run that passes the end of the ring',
    image: entries(writes('A', { position: sector(252) }), writes('B'), writes('C'), writes('D')),
    qemu: 'opened ..CD',
    ours: 'replayable ABCD',
  },
  {
    qemuBug: 'never lets an entry that breaks a run start one',
    image: entries(
      writes('A', { sequenceNumber: 5n }),
      writes('B'),
      writes('C', { sequenceNumber: 100n, tail: sector(4) }),
      writes('D', { tail: sector(4) }),
    ),
    qemu: 'opened ...D',
    ours: 'replayable ..CD',
  },
  {
    qemuBug: 'skips all that an entry with a bad checksum claims, with a newer entry inside',
    image: entries(
      writes('A', { ...at(16), sequenceNumber: 10n }),
      writes('EFGEFG', { position: 0, flips: [4] }),
      writes('B', at(4)),
    ),
    qemu: 'opened A',
    ours: 'replayable .B',
  },
  {
    qemuBug: 'cannot open an image with a bad descriptor anywhere in its log',
    image: entries(
      writes('B', { ...at(40), sequenceNumber: 3n, patches: [{ at: 64, bytes: text('junk') }] }),
      writes('A', { ...at(0), sequenceNumber: 10n }),
    ),
    qemu: 'refused ',
    ours: 'replayable A',
  },
  {
    qemuBug: 'cannot open an image with an entry of more than 126 descriptors',
    image: entries({
      updates: [
        ...Array.from({ length: 126 }, () => ({
          kind: 'zero' as const,
          fileOffset: BigInt(3 * MIB - 4 * KIB),
          length: BigInt(4 * KIB),
        })),
        mark('A'),
      ],
    }),
    qemu: 'refused ',
    ours: 'replayable A',
  },
  {
    qemuBug: 'does not come back from an entry as long as the log that does not verify',
    image: entries(
      writes('B', { ...at(40), sequenceNumber: 3n, header: { entryLength: MIB, checksum: 1 } }),
      writes('A', { ...at(0), sequenceNumber: 10n }),
    ),
    qemu: 'hangs ',
    ours: 'replayable A',
  },
  {
    qemuBug: 'does not check the signature of data sectors',
    image: entries(writes('A'), writes('B', { patches: [{ at: sector(1), bytes: text('junk') }] })),
    qemu: 'opened AB',
    ours: 'replayable A',
  },
  {
    qemuBug: 'finds a torn data sector only while it writes, and leaves a half replayed file',
    image: entries(
      writes('A'),
      writes('BC', { patches: [{ at: sector(3) - 4, bytes: new Uint8Array(4).fill(9) }] }),
    ),
    qemu: 'refused AB',
    ours: 'replayable A',
  },
  {
    qemuBug: 'asks for the FlushedFileOffset of every entry, not of the head alone',
    image: entries(writes('A', { flushedFileOffset: BigInt(8 * MIB) }), writes('B')),
    qemu: 'refused ',
    ours: 'replayable AB',
  },
  {
    qemuBug: 'opens an image as clean whose log has a LogGuid and no valid entry',
    image: { log: { guid: LOG_GUID } },
    qemu: 'opened ',
    ours: 'refused (log.no-active-sequence) ',
  },
  {
    qemuBug: 'refuses a clean image for its LogVersion',
    image: { headers: [{ logVersion: 1 }, { logVersion: 1 }] },
    qemu: 'refused ',
    ours: 'clean ',
  },
  {
    qemuBug: 'obeys a log that overwrites the file identifier',
    image: entries({ updates: [mark('A'), { kind: 'zero', fileOffset: 0n, length: 4096n }] }),
    qemu: 'opened A',
    ours: 'refused (replay.targets-header) ',
  },
]

describeWithQemu('QEMU', () => {
  test.each(divergences)(
    '$qemuBug',
    async ({ image, qemu, ours }) => {
      const built = buildImage({ ...plainDisk, ...image })
      const theirs = await qemuReplay(built, qemu.startsWith('hangs') ? 2_000 : 20_000)
      expect(`${theirs.answer} ${marksIn(theirs.bytes)}`).toBe(qemu)

      const { outcome, refusal, file } = await ourReplay(built)
      const answer = refusal ? `${outcome} (${refusal})` : outcome
      expect(`${answer} ${marksIn(file.toBytes())}`).toBe(ours)
    },
    30_000,
  )
})
