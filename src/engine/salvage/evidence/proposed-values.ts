/** What the metadata of a disk may have said, §2.6.2: what is set, else what is left of them, else what the file shows. */
import { type ByteRange, position, type Run } from '../../bytes/byte-source.ts'
import { type Guid, parseGuid } from '../../bytes/guid.ts'
import { whereAbsent } from '../../bytes/held.ts'
import { readSize, sizeText } from '../../bytes/parse-size.ts'
import { BAT_ENTRY_SIZE } from '../../format/layout.ts'
import type { Image } from '../../image/image.ts'
import {
  isBlockSize,
  isDiskSize,
  isSectorSize,
  type SectorSize,
} from '../../image/metadata/disk-limits.ts'
import type { DiskKind } from '../../image/metadata/geometry.ts'
import type { SalvageValue } from '../value-words.ts'
import type { NotApplicable } from '../way.ts'
import { type Clue, type Decided, decide, left, proposed, usual } from './decide.ts'
import { diskOfBlocks, findGpt, findReach } from './disk-clues.ts'
import { decideChild, decideKind } from './disk-kind.ts'
import { type KeptLocator, proposeParent } from './kept-locator.ts'
import {
  blockSizesOf,
  blocksOf,
  chunkRatioOf,
  type NamedPlace,
  namedPlaces,
  reachOf,
} from './named-blocks.ts'

export interface DiskValues {
  readonly kind: DiskKind
  readonly blockSize: number
  readonly virtualDiskSize: bigint
  readonly logicalSectorSize: SectorSize
  readonly physicalSectorSize: SectorSize
  /** `undefined` where it is to be a new one. */
  readonly virtualDiskId: Guid | undefined
  /** Of a child. */
  readonly locator: KeptLocator | undefined
}

export interface Proposal {
  readonly disk: DiskValues
  readonly values: readonly SalvageValue[]
}

/** Sizes, by the names that the way has for them: each can be read. */
type Settings = ReadonlyMap<string, string>

export interface ValueGround {
  /** The table of blocks. */
  readonly bat: ByteRange
  /** Where no block can be. */
  readonly taken: readonly ByteRange[]
  readonly set: Settings
  readonly run?: Run | undefined
}

const WAY = 'metadata-anew'
const NOT_IN_SKELETON = 'But what the disk itself says of its size is not in this skeleton.'
/** The least of all, for a disk whose sectors are not known. */
const LEAST_BLOCK = 2 ** 20

export async function proposeValues(
  { source, metadata }: Image,
  { bat, taken, set, run }: ValueGround,
): Promise<Proposal | NotApplicable> {
  const places = await namedPlaces(source, bat)
  // Where block 0 begins does not depend on the size of blocks.
  const first = places.find(({ index }) => index === 0)
  const firstBlock = first && diskOfBlocks(source, new Map([[0, first.unit]]), LEAST_BLOCK)
  const gptThere = firstBlock && (await findGpt(firstBlock).catch(whereAbsent<'absent'>('absent')))
  const gpt = gptThere === 'absent' ? undefined : gptThere
  const sector = decideSector(set, 'sector-size', [
    ...leftSector(metadata?.logicalSectorSize),
    ...(gpt
      ? [
          proposed(
            gpt.sectorSize,
            `the GPT of the disk is in its sector of ${gpt.sectorSize} bytes`,
          ),
        ]
      : []),
    usual<SectorSize>(512, 'most disks have it'),
  ])
  const physical = decideSector(set, 'physical-sector-size', [
    ...leftSector(metadata?.physicalSectorSize),
    usual<SectorSize>(4096, 'most programs write it'),
  ])
  const sectorSize = sector.value ?? 512
  const isChild = decideChild(set, metadata, places)
  const ground = { sectorSize, isChild, taken }
  const apart = await blockSizesOf(places, ground, run)
  // Where a structure has been put on a block, the table still tells something.
  const sizes = apart.length > 0 ? apart : await blockSizesOf(places, { ...ground, taken: [] }, run)
  const leftSize = metadata?.fileParameters?.blockSize
  const block = decideBlockSize(set, leftSize, places, { sizes, sectorSize })
  const known = [sector.told, physical.told]
  if (block.value === undefined) {
    const why = 'The table of blocks does not tell of which size they are: set block-size.'
    return { why, setting: 'block-size', values: [block.told, ...known] }
  }
  const blockSize = block.value
  if (!isBlockSize(blockSize)) {
    const why = 'A block has a power of two of bytes, from 1MiB to 256MiB.'
    return { why, setting: 'block-size', values: [block.told, ...known] }
  }
  const blocks = blocksOf(places, { chunkRatio: chunkRatioOf(blockSize, sectorSize) })
  const disk = diskOfBlocks(source, blocks, blockSize)
  const reachThere = isChild
    ? undefined
    : await findReach(disk, sectorSize, run).catch(whereAbsent<'absent'>('absent'))
  const reach = reachThere === 'absent' ? undefined : reachThere
  const end = reachOf(places, { blockSize, sectorSize })
  const size = decideDiskSize(set, sectorSize, [
    ...leftDiskSize(metadata?.virtualDiskSize),
    ...(gpt ? [proposed(BigInt(gpt.size), gpt.told)] : []),
    ...(reach ? [atLeast(reach.size, reach.size, reach.told)] : []),
    ...(end === 0
      ? []
      : [
          atLeast(
            end,
            end - blockSize + 1,
            `the last block of the table ends at ${sizeText(BigInt(end))}`,
          ),
        ]),
  ])
  const isUnseen = gptThere === 'absent' || reachThere === 'absent'
  const unseen = isUnseen ? [NOT_IN_SKELETON] : []
  const sizeTold = { ...size.told, against: [...size.told.against, ...unseen] }
  const sized = [sizeTold, block.told, ...known]
  if (size.value === undefined) {
    const why = 'Nothing in the file says how large the disk is: set disk-size.'
    return { why, setting: 'disk-size', values: sized }
  }
  if (!isDiskSize(size.value, sectorSize)) {
    const why = `A disk has whole sectors of ${sectorSize} bytes, at least one, and at most 64TiB.`
    return { why, setting: 'disk-size', values: sized }
  }
  const all = Math.ceil(Number(size.value) / blockSize)
  const present = [...blocks.keys()].filter((number) => number < all).length
  const kind = decideKind(set, metadata, { places, isWhole: present === all })
  const id = decideId(set, metadata?.virtualDiskId)
  const values = [...sized, kind.told, id.told]
  const parent = kind.value === 'differencing' ? proposeParent(metadata, set) : undefined
  if (parent && !parent.locator) {
    return {
      why: 'The disk is a child, and what its metadata said of its parent is lost: set parent-path and parent-id.',
      setting: parent.missing,
      values: [...values, ...parent.values],
    }
  }
  return {
    disk: {
      kind: kind.value ?? 'dynamic',
      blockSize,
      virtualDiskSize: size.value,
      logicalSectorSize: sectorSize,
      physicalSectorSize: physical.value ?? 4096,
      virtualDiskId: id.value === 'new' ? undefined : id.value,
      locator: parent?.locator,
    },
    values: [...values, ...(parent?.values ?? [])],
  }
}

function decideSector(
  set: Settings,
  name: string,
  clues: readonly Clue<SectorSize>[],
): Decided<SectorSize> {
  const asked = Number(set.get(name))
  return decide({
    way: WAY,
    name,
    set: isSectorSize(asked) ? asked : undefined,
    clues,
    text: String,
  })
}

/** What cannot be is damage, and nothing that is left. */
const leftSector = (size: number | undefined): readonly Clue<SectorSize>[] =>
  isSectorSize(size) ? [left<SectorSize>(size, `${size}`)] : []

const leftDiskSize = (size: bigint | undefined): readonly Clue<bigint>[] =>
  size !== undefined && isDiskSize(size, 512) ? [left(size, sizeText(size))] : []

const sizeSet = (set: Settings, name: string): bigint | undefined => {
  const text = set.get(name)
  return text === undefined ? undefined : readSize(text)
}

function decideBlockSize(
  set: Settings,
  leftOne: number | undefined,
  places: readonly NamedPlace[],
  { sizes, sectorSize }: { readonly sizes: readonly number[]; readonly sectorSize: SectorSize },
): Decided<number> {
  const asked = sizeSet(set, 'block-size')
  const [most] = sizes
  // One block has room for every size.
  const tells = places.length > 1 && most !== undefined
  const shown = (size: number) => sizeText(BigInt(size))
  const speaksAgainst = (size: number) => !sizes.includes(size)
  return decide({
    way: WAY,
    name: 'block-size',
    set: asked === undefined ? undefined : (position(asked) ?? Number.MAX_SAFE_INTEGER),
    clues: [
      ...(leftOne !== undefined && isBlockSize(leftOne) ? [left(leftOne, shown(leftOne))] : []),
      ...(tells
        ? [
            proposed(
              most,
              `the places in the table have room for blocks of at most ${shown(most)}`,
              speaksAgainst,
            ),
          ]
        : []),
    ],
    text: shown,
    // Of any of them no two blocks share a place: what tells them apart is the disk that they make.
    options: sizes.map((size) => {
      const end = reachOf(places, { blockSize: size, sectorSize })
      const why = `With it the last block of the table ends at ${shown(end)}.`
      return end === 0 ? { value: shown(size) } : { value: shown(size), why }
    }),
  })
}

/** A clue that the disk is no smaller than `least`, and likely of `size`; both in bytes. */
const atLeast = (size: number, least: number, told: string): Clue<bigint> =>
  proposed(BigInt(size), told, (value) => value < BigInt(least))

const decideDiskSize = (
  set: Settings,
  sectorSize: SectorSize,
  clues: readonly Clue<bigint>[],
): Decided<bigint> =>
  decide({
    way: WAY,
    name: 'disk-size',
    set: sizeSet(set, 'disk-size'),
    clues: clues.filter(({ value }) => isDiskSize(value, sectorSize)),
    text: sizeText,
  })

function decideId(set: Settings, leftOne: Guid | undefined): Decided<Guid | 'new'> {
  const asked = set.get('disk-id')
  return decide<Guid | 'new'>({
    way: WAY,
    name: 'disk-id',
    set: asked === undefined ? undefined : (parseGuid(asked) ?? 'new'),
    clues: [
      ...(leftOne === undefined ? [] : [left<Guid | 'new'>(leftOne, leftOne)]),
      ...(leftOne === undefined
        ? [usual<Guid | 'new'>('new', 'nobody must take it for another disk')]
        : []),
    ],
    text: String,
  })
}

/** How many entries the table has to have, and has room for. */
export const roomIn = ({ length }: ByteRange): number => Math.floor(length / BAT_ENTRY_SIZE)
