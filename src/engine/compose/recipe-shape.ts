/** What a recipe is made of, with the bounds that every single value has. */
import { PAYLOAD_STATES, SECTOR_BITMAP_STATES } from '../format/bat-entry.ts'
import { LOG_SECTOR_SIZE, MAX_FILE_SIZE, MIB } from '../format/layout.ts'
import {
  guidText,
  hex,
  integer,
  latin1,
  oneOf,
  signedSize,
  size,
  text,
  uint64,
} from './leaf-shapes.ts'
import {
  RECIPE_FORMAT,
  RECIPE_VERSION,
  type Recipe,
  type RecipeBat,
  type RecipeBatEntry,
  type RecipeBlock,
  type RecipeDescriptor,
  type RecipeDisk,
  type RecipeEntry,
  type RecipeEntryHeader,
  type RecipeFault,
  type RecipeHeader,
  type RecipeLog,
  type RecipePatch,
  type RecipeSectorBitmap,
} from './recipe.ts'
import { list, type Members, object, pair, type Shape, table, tagged } from './shape.ts'

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

const byte = integer(0, 255)
const uint32 = integer(0, MAX_UINT32)
const size32 = size(BigInt(MAX_UINT32))
const fileSize = size(BigInt(MAX_FILE_SIZE))
const ringPosition = signedSize(BigInt(MAX_LOG_LENGTH))
const sectorSize = oneOf([512, 4096])

const STATES = [...new Set([...PAYLOAD_STATES, ...SECTOR_BITMAP_STATES])]

const bat: Shape<RecipeBat> = table(
  object<RecipeBatEntry>(
    {
      state: oneOf(STATES),
      fileOffsetMB: integer(0, MAX_FILE_OFFSET_MB),
      reserved: integer(0, 2 ** 17 - 1),
    },
    ['state'],
  ),
  MAX_BAT_INDEX,
  MAX_ITEMS,
)

const patch: Members<RecipePatch> = {
  at: fileSize,
  bytes: hex(MIB),
  fill: byte,
  length: fileSize,
}

const entryHeader: Members<RecipeEntryHeader> = {
  signature: latin1(4),
  checksum: uint32,
  entryLength: size32,
  tail: size32,
  descriptorCount: uint32,
  reserved: uint32,
}

const fault: Shape<RecipeFault> = tagged<RecipeFault>({
  'bad-checksum': object({ kind: oneOf(['bad-checksum']) }),
  'torn-sector': object({ kind: oneOf(['torn-sector']), sector: integer(0, MAX_COUNT * 2) }),
  'lost-sector': object({ kind: oneOf(['lost-sector']), sector: integer(0, MAX_COUNT * 2) }),
  'stale-guid': object({ kind: oneOf(['stale-guid']) }),
  gap: object({ kind: oneOf(['gap']), by: uint64 }),
  wrap: object({ kind: oneOf(['wrap']) }),
  'full-ring': object({ kind: oneOf(['full-ring']) }),
  header: object({ kind: oneOf(['header']), ...entryHeader }),
  patch: object({ kind: oneOf(['patch']), ...patch }, ['at']),
  flip: object({ kind: oneOf(['flip']), at: size32 }, ['at']),
})

const count = integer(1, MAX_COUNT)

const descriptor: Shape<RecipeDescriptor> = tagged<RecipeDescriptor>({
  bat: object({ kind: oneOf(['bat']), entries: bat }, ['entries']),
  data: object(
    { kind: oneOf(['data']), fileOffset: size(), bytes: hex(LOG_SECTOR_SIZE), fill: byte, count },
    ['fileOffset'],
  ),
  zero: object({ kind: oneOf(['zero']), fileOffset: size(), length: size(), count }, [
    'fileOffset',
    'length',
  ]),
})

const entry = object<RecipeEntry>({
  about: text(MAX_TEXT),
  position: ringPosition,
  sequenceNumber: uint64,
  tail: ringPosition,
  logGuid: guidText,
  flushedFileOffset: size(),
  lastFileOffset: size(),
  descriptors: list(descriptor, MAX_ITEMS),
  faults: list(fault, MAX_ITEMS),
})

export const logShape: Shape<RecipeLog> = object<RecipeLog>({
  length: size(BigInt(MAX_LOG_LENGTH)),
  guid: guidText,
  entries: list(entry, MAX_ITEMS),
})

const disk = object<RecipeDisk>(
  {
    size: size(),
    blockSize: size(),
    kind: oneOf(['dynamic', 'fixed', 'differencing']),
    logicalSectorSize: sectorSize,
    physicalSectorSize: sectorSize,
    creator: text(256),
    virtualDiskId: guidText,
    fileWriteGuid: guidText,
    dataWriteGuid: guidText,
    parent: list(pair(text(MAX_TEXT)), 64),
  },
  ['size'],
)

const block = object<RecipeBlock>(
  {
    block: integer(0, MAX_BAT_INDEX),
    fill: byte,
    state: oneOf(PAYLOAD_STATES),
    fileOffsetMB: integer(0, MAX_FILE_SIZE / MIB),
  },
  ['block'],
)

const header = object<RecipeHeader>({
  signature: latin1(4),
  checksum: uint32,
  sequenceNumber: uint64,
  fileWriteGuid: guidText,
  dataWriteGuid: guidText,
  logGuid: guidText,
  logVersion: integer(0, 0xffff),
  version: integer(0, 0xffff),
  logLength: size32,
  logOffset: size(),
})

export const recipeShape: Shape<Recipe> = object<Recipe>(
  {
    $schema: text(MAX_TEXT),
    format: oneOf([RECIPE_FORMAT]),
    version: oneOf([RECIPE_VERSION]),
    about: text(MAX_TEXT),
    disk,
    blocks: list(block, MAX_ITEMS),
    sectorBitmaps: list(
      object<RecipeSectorBitmap>({ chunk: integer(0, MAX_BAT_INDEX), fill: byte }, [
        'chunk',
        'fill',
      ]),
      MAX_ITEMS,
    ),
    bat,
    headers: pair(header),
    log: logShape,
    fileSize,
    patches: list(object(patch, ['at']), MAX_ITEMS),
  },
  ['format', 'version', 'disk'],
)
