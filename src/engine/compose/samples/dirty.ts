/** A disk whose log is to be replayed, with everything that a log can hold besides. */
import { RECIPE_FORMAT, RECIPE_VERSION, type Recipe, type RecipeEntry } from '../recipe.ts'

/** An earlier session. Its last entry went over the header of an older one and left that one's data. */
const staleSession = ['0', '8KiB', '16KiB', '24KiB', '160KiB', '168KiB', '176KiB', '176KiB'].map(
  (position, index): RecipeEntry => ({
    position,
    tail: position,
    ...(index === 0 && { sequenceNumber: 900 }),
    descriptors: index === 7 ? [] : [{ kind: 'bat', entries: { [index]: { state: 'zero' } } }],
    faults: [{ kind: 'stale-guid' }],
  }),
)

/** Was still needed when the session began; the tail has moved past it since. */
const superseded: readonly RecipeEntry[] = [
  { position: '24KiB', tail: '24KiB', sequenceNumber: '80000000000000010' },
  { tail: '24KiB', descriptors: [{ kind: 'bat', entries: { 0: { state: 'undefined' } } }] },
]

const active: readonly RecipeEntry[] = [
  {
    tail: '28KiB',
    descriptors: [
      {
        kind: 'bat',
        entries: {
          0: { state: 'fully-present', fileOffsetMB: 4 },
          3: { state: 'fully-present', fileOffsetMB: 7 },
          600: { state: 'fully-present', fileOffsetMB: 8 },
        },
      },
    ],
  },
  {
    tail: '36KiB',
    descriptors: [
      { kind: 'zero', fileOffset: '2560KiB', length: '64KiB' },
      { kind: 'bat', entries: { 1: { state: 'unmapped', fileOffsetMB: 5 } } },
    ],
  },
  {
    about: 'The user has made the disk larger: the metadata items, with a size of 2 GiB.',
    tail: '36KiB',
    descriptors: [
      { kind: 'bat', entries: { 4: { state: 'fully-present', fileOffsetMB: 10 } } },
      {
        kind: 'data',
        fileOffset: '2112KiB',
        bytes:
          '00001000 00000000 0000008000000000 1e8a6d5f2b3c904a8d176e0b4c2a9f31 00020000 00100000',
      },
    ],
  },
  {
    about: 'The replay makes the file longer.',
    tail: '36KiB',
    descriptors: [{ kind: 'bat', entries: { 5: { state: 'fully-present', fileOffsetMB: 11 } } }],
    lastFileOffset: '12MiB',
  },
]

export const dirty: Recipe = {
  format: RECIPE_FORMAT,
  version: RECIPE_VERSION,
  about: 'A log to be replayed, with what earlier sessions and a crash have left in it.',
  disk: { size: '1GiB' },
  fileSize: '9MiB',
  blocks: [
    { block: 0, fill: 0xa5 },
    { block: 1, fill: 0x5a },
    { block: 2, fill: 0x33 },
  ],
  log: {
    entries: [
      ...staleSession,
      ...superseded,
      ...active,
      {
        about: 'A byte of its descriptor has changed since its checksum was made.',
        position: '96KiB',
        tail: '96KiB',
        descriptors: [{ kind: 'bat', entries: { 6: { state: 'zero' } } }],
        faults: [{ kind: 'flip', at: 72 }],
      },
    ],
  },
  // What the zero descriptor clears.
  patches: [{ at: '2560KiB', fill: 0xee, length: '64KiB' }],
}
