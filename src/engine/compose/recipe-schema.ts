/**
 * What a recipe is made of, with the bounds that every single value has: its type, what reads it and
 * public/recipe-v1.schema.json come from here.
 */

import * as v from 'valibot'
import { PAYLOAD_STATES, SECTOR_BITMAP_STATES } from '../format/bat-entry.ts'
import { LOG_SECTOR_SIZE, MAX_FILE_SIZE, MIB } from '../format/layout.ts'
import {
  constant,
  guidText,
  hex,
  integer,
  latin1,
  oneOf,
  ringPosition,
  size,
  text,
  uint64,
} from './leaf-schemas.ts'
import { RECIPE_FORMAT, RECIPE_VERSION } from './recipe.ts'
import { list, object, pair, table, tagged } from './strict-schemas.ts'
import { FAULT_WORDS } from './words/faults.ts'

const MAX_UINT32 = 2 ** 32 - 1
const MAX_TEXT = 2000
/** §2.5.1: FileOffsetMB has 44 bits. */
const MAX_FILE_OFFSET_MB = 2 ** 44 - 1
export const MAX_LOG_LENGTH = 256 * MIB
/** §2.5: no table has more, whatever the disk. */
const MAX_BAT_INDEX = 2 ** 27
/** Of lists that people write. */
const MAX_ITEMS = 4096
/** Descriptors that a word about one may stand for. */
const MAX_COUNT = 2 ** 16

/** A member that may be left out; what is said of it goes into the JSON schema. */
const optional = <T extends v.GenericSchema>(schema: T, description?: string) =>
  v.pipe(v.exactOptional(schema), v.metadata({ ...(description && { description }) }))

/** The default is for readers: whoever takes the recipe knows it. */
const withDefault = <T extends v.GenericSchema>(schema: T, value: string | number) =>
  v.pipe(v.exactOptional(schema), v.metadata({ default: value }))

const about = text(MAX_TEXT)
const byte = integer(0, 255)
const uint32 = integer(0, MAX_UINT32)
const anySize = size()
const size32 = size(BigInt(MAX_UINT32))
const fileSize = size(BigInt(MAX_FILE_SIZE))
const place = ringPosition(MAX_LOG_LENGTH)
const sectorSize = oneOf([512, 4096])
const payloadState = oneOf(PAYLOAD_STATES)
const count = v.pipe(
  integer(1, MAX_COUNT),
  v.metadata({
    description: 'So many descriptors, each for what lies behind the one before.',
    default: 1,
  }),
)
const sector = v.pipe(
  integer(0, MAX_COUNT * 2),
  v.description('From the start of the entry, which is 0. Default: the last one.'),
)

const batEntry = object({
  state: oneOf([...new Set([...PAYLOAD_STATES, ...SECTOR_BITMAP_STATES])]),
  fileOffsetMB: optional(integer(0, MAX_FILE_OFFSET_MB)),
  reserved: optional(integer(0, 2 ** 17 - 1)),
})

const bat = v.pipe(
  table(batEntry, MAX_BAT_INDEX, MAX_ITEMS),
  v.description('By index of the table in decimal digits, not by number of the disk’s block.'),
)

const PATCH_LENGTH =
  'Default: as many as bytes has. What bytes does not fill is fill, 0 unless it is given.'
const patchMembers = {
  at: v.pipe(fileSize, v.description('In the file, or in the entry that it belongs to.')),
  bytes: optional(hex(MIB)),
  fill: optional(byte),
  length: optional(fileSize, PATCH_LENGTH),
}
const patch = object(patchMembers)

/** §2.3.1.1: also what no log can have. */
const entryHeader = {
  signature: optional(latin1(4)),
  checksum: optional(uint32, 'Default: the right one.'),
  entryLength: optional(size32),
  tail: optional(size32),
  descriptorCount: optional(uint32),
  reserved: optional(uint32),
}

/** In any order: what they do does not depend on it. Sectors have 4 KiB. */
const fault = tagged({
  'bad-checksum': [FAULT_WORDS['bad-checksum'], {}],
  'torn-sector': [FAULT_WORDS['torn-sector'], { sector: optional(sector) }],
  'lost-sector': [FAULT_WORDS['lost-sector'], { sector: optional(sector) }],
  'stale-guid': [FAULT_WORDS['stale-guid'], {}],
  gap: [FAULT_WORDS.gap, { by: withDefault(uint64, 1) }],
  wrap: [FAULT_WORDS.wrap, {}],
  'full-ring': [FAULT_WORDS['full-ring'], {}],
  header: [FAULT_WORDS.header, entryHeader],
  patch: [FAULT_WORDS.patch, patchMembers],
  flip: [FAULT_WORDS.flip, { at: size32 }],
})

const descriptor = tagged({
  bat: [
    'The sectors of the BAT that hold these entries, as the file has them and as earlier entries with the same LogGuid have changed them: a data descriptor for each sector.',
    { entries: bat },
  ],
  data: [
    'A sector of 4 KiB.',
    {
      fileOffset: anySize,
      bytes: optional(hex(LOG_SECTOR_SIZE), 'At most 4,096.'),
      fill: optional(byte, 'What bytes does not fill. Default: 0.'),
      count: optional(count),
    },
  ],
  zero: [
    'A range that becomes zero.',
    { fileOffset: anySize, length: anySize, count: optional(count) },
  ],
})

const entry = object({
  about: optional(about),
  position: optional(place, 'Default: behind the entry before; the first one at 0.'),
  sequenceNumber: optional(
    uint64,
    'Default: one more than that of the entry before; the first one 1.',
  ),
  tail: optional(place, 'Default: the position of the first entry with the same LogGuid.'),
  logGuid: optional(guidText, 'Default: that of the log.'),
  flushedFileOffset: optional(anySize, 'Default: the size of the file in whole MiB.'),
  lastFileOffset: optional(anySize, 'Default: the size of the file.'),
  descriptors: optional(list(descriptor, MAX_ITEMS)),
  faults: optional(list(fault, MAX_ITEMS)),
})

const logLength = size(BigInt(MAX_LOG_LENGTH))

export const logSchema = object({
  length: optional(
    logLength,
    'A multiple of 1 MiB, at most 256 MiB. Default 1 MiB. Where a log is put onto an existing image, that image says it.',
  ),
  guid: optional(
    guidText,
    'Of the headers and of the entries. Default: zero without entries, else one of its own.',
  ),
  entries: optional(
    list(entry, MAX_ITEMS),
    'In the order in which they were written: a later one overwrites what it falls on.',
  ),
})

const disk = object({
  size: v.pipe(anySize, v.description('Of the virtual disk: whole sectors, at most 64 TiB.')),
  blockSize: optional(anySize, 'A power of two from 1 MiB (the default) to 256 MiB.'),
  kind: withDefault(oneOf(['dynamic', 'fixed', 'differencing']), 'dynamic'),
  logicalSectorSize: withDefault(sectorSize, 512),
  physicalSectorSize: withDefault(sectorSize, 4096),
  creator: optional(text(256)),
  virtualDiskId: optional(guidText),
  fileWriteGuid: optional(guidText),
  dataWriteGuid: optional(guidText),
  parent: optional(
    list(pair(about), 64),
    'Of a differencing disk: keys and values of its parent locator.',
  ),
})

const block = object({
  block: v.pipe(integer(0, MAX_BAT_INDEX), v.description('Of the virtual disk, from 0.')),
  fill: optional(
    byte,
    'What it holds: this byte all over. Default: nothing is written, so that it reads as zero.',
  ),
  state: withDefault(payloadState, 'fully-present'),
  fileOffsetMB: optional(integer(0, MAX_FILE_SIZE / MIB), 'Default: behind the block before.'),
})

const sectorBitmap = object({
  chunk: integer(0, MAX_BAT_INDEX),
  fill: v.pipe(byte, v.description('The byte that all the bits of the bitmap are made of.')),
})

/** §2.2.2. */
const header = object({
  signature: optional(latin1(4)),
  checksum: optional(uint32, 'Default: the right one.'),
  sequenceNumber: optional(uint64),
  fileWriteGuid: optional(guidText),
  dataWriteGuid: optional(guidText),
  logGuid: optional(guidText),
  logVersion: optional(integer(0, 0xffff)),
  version: optional(integer(0, 0xffff)),
  logLength: optional(size32),
  logOffset: optional(anySize),
})

export const recipeSchema = object({
  $schema: optional(about, 'For editors; nothing else reads it.'),
  format: constant(RECIPE_FORMAT),
  version: constant(RECIPE_VERSION),
  about: optional(about, 'What the image is to show, in words.'),
  disk,
  blocks: optional(list(block, MAX_ITEMS)),
  sectorBitmaps: optional(list(sectorBitmap, MAX_ITEMS)),
  bat: optional(bat, 'Entries that say something else than blocks and sectorBitmaps.'),
  headers: optional(
    pair(header),
    'Fields of header 1 and header 2 that say something else. Header 2 is current.',
  ),
  log: optional(logSchema),
  fileSize: optional(
    fileSize,
    'Default: up to the end of everything. Less truncates the file, in the middle of anything.',
  ),
  patches: optional(list(patch, MAX_ITEMS), 'Written last, over everything.'),
})

/** What has a name in the JSON schema. */
export const recipeDefinitions = {
  text: about,
  byte,
  uint32,
  uint64,
  size: anySize,
  size32,
  fileSize,
  logLength,
  ringPosition: place,
  guid: guidText,
  sectorSize,
  payloadState,
  count,
  sector,
  disk,
  block,
  sectorBitmap,
  bat,
  batEntry,
  header,
  log: logSchema,
  entry,
  descriptor,
  fault,
  patch,
}
