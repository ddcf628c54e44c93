/** What is looked at behind the first answer, as plain facts: `lookFurther` finds them, `diagnose` judges them. */
import type { ByteRange } from '../bytes/byte-source.ts'
import type { GuestLook } from '../disk/guest-look.ts'
import { isPatchMark } from '../format/patch-mark.ts'
import type { LostFileSystem } from '../guest/volumes/spare-copies.ts'
import type { Geometry } from '../image/metadata/geometry.ts'
import type { Examined } from './examined.ts'
import { newerDamaged } from './header-doubt.ts'
import type { Diagnosis, DiagnosisId } from './verdict.ts'
import type { WayId } from './way-words.ts'

/** Each is `undefined` where nothing asked for it, or it was not looked at. */
export interface Looks {
  readonly unowned?: UnownedLook | undefined
  readonly random?: RandomLook | undefined
  readonly otherHeader?: OtherHeader | undefined
  readonly remains?: Remains | undefined
  readonly salvage?: SalvageLook | undefined
  readonly guest?: GuestLook | undefined
  readonly lostFiles?: LostFilesLook | undefined
  readonly claims?: ClaimsLook | undefined
  /** Of a skeleton: looks that would have had to read what is not in it. */
  readonly absent?: readonly LookName[] | undefined
}

export type LookName = Exclude<keyof Looks, 'absent'>

/** Files of the guest that have bytes in blocks which cannot be read. */
export interface LostFilesLook {
  readonly count: number
  /** Those that have lost most. `isGone`: what describes it is lost. */
  readonly named: readonly {
    readonly path: string
    readonly lostBytes: number
    readonly isGone: boolean
  }[]
  /** False where a volume was left out: its files are not read, or very many. */
  readonly isWhole: boolean
}

/** Places that more than one claims, and whose bytes are there. */
export interface ClaimsLook {
  /** The first of `count`, in the order of the file. */
  readonly places: readonly ClaimedPlace[]
  readonly count: number
}

export interface ClaimedPlace {
  readonly at: ByteRange
  /** “block 5”, “the log”. */
  readonly claimants: readonly string[]
  /** How many more claim it. */
  readonly others: number
  /** Those of the claimants of which bytes are known to stand there. */
  readonly holders: readonly Holder[]
  /** Where there are none of these, the one that most likely has it. */
  readonly likely: Holder | undefined
}

export interface Holder {
  readonly who: string
  /** In words that go on a sentence. */
  readonly why: string
}

/** Data that look random where a structure must be, and how far such data go. */
export interface RandomLook {
  /** Which structures must be there: "header 1". */
  readonly structures: readonly string[]
  /** Whether all of them are of the disk, and none of the file. */
  readonly isOfDisk: boolean
  /** Places that were looked at, from the first byte to the last: the sum of the three behind it. */
  readonly looked: number
  readonly random: number
  readonly zeros: number
  readonly others: number
  /** Where the first of the others is. */
  readonly firstOther: number | undefined
  /** From a random one to the last behind which no other one lies: the first of `runCount`. */
  readonly runs: readonly ByteRange[]
  readonly runCount: number
}

/** Whether there are data in space that nobody owns. */
export interface UnownedLook {
  /** Places that were looked at, spread over it. */
  readonly looked: number
  /** Those at which not all is zero. */
  readonly withData: number
}

/** What a damaged header that was the newer one would lead to: another disk than the current one. */
export interface OtherHeader {
  readonly copy: 1 | 2
  /** By the current header. */
  readonly byCurrent: LedTo
  /** By the damaged one. */
  readonly byOther: LedTo
}

/** What opening a file by a header would do. */
export interface LedTo {
  /** Entries to be replayed; "lost" where they are not all there. */
  readonly log: number | 'none' | 'lost'
  /** Places of the file that the replay changes. */
  readonly changes: number
}

/** Structures that stand in a file of which the beginning does not say so. */
export interface Remains {
  /** What is where headers and region tables must be. */
  readonly head: 'zeros' | 'something else'
  /** The first of several. */
  readonly metadata: ByteRange | undefined
  /** The one table of blocks that belongs to one of them. */
  readonly bat:
    | { readonly at: ByteRange; readonly blocks: number; readonly geometry: Geometry }
    | undefined
  readonly log: { readonly at: ByteRange; readonly entries: number } | undefined
}

/** Which ways of salvage the image has: they were tried. */
export interface SalvageLook {
  /** Those that apply by themselves, with what each gives up, in sentences. */
  readonly ways: ReadonlyMap<WayId, readonly string[]>
  /** The command of those that only together lead to a disk that can be read. */
  readonly together: string | undefined
}

/** What a look is about, and which verdicts it can change. */
interface LookWords {
  /** A noun phrase, behind “not looked at yet: ”. */
  readonly what: string
  isNeeded(examined: Examined, causes: readonly Diagnosis[]): boolean
}

export const LOOK_WORDS: Readonly<Record<LookName, LookWords>> = {
  otherHeader: {
    what: 'what the damaged header, which was the newer one, would lead to',
    isNeeded: ({ inspection }) => newerDamaged(inspection.headers) !== undefined,
  },
  unowned: {
    what: 'how much of the space that nobody owns holds data',
    isNeeded: (_, causes) => causes.some(({ id }) => id === 'bat-wiped'),
  },
  remains: {
    what: 'whether structures of a VHDX stand behind the beginning of the file',
    isNeeded: mayHaveRemains,
  },
  guest: { what: 'the partitions and file systems on the disk', isNeeded: hasDisk },
  lostFiles: {
    what: 'which files of the guest have lost bytes',
    isNeeded: (examined, causes) =>
      hasDisk(examined) && hasFiles(examined.looks.guest) && causes.some(({ loss }) => loss),
  },
  claims: {
    what: 'whose bytes stand where the file is claimed twice',
    isNeeded: (_, causes) => causes.some(({ id }) => id === 'bat-overlaps'),
  },
  random: {
    what: 'whether the file is encrypted',
    isNeeded: ({ inspection: { outcome, identity }, looks: { guest } }, causes) =>
      outcome === 'not-vhdx'
        ? identity.kind === 'unknown'
        : mayHaveLostTable(guest) ||
          (guest?.lost.length ?? 0) > 0 ||
          causes.some(({ id }) => OF_STRUCTURES.has(id)),
  },
  salvage: {
    what: 'which ways of salvage apply',
    isNeeded: (_, causes) => causes.some(({ ways }) => ways.some(isTried)),
  },
}

/** Of a file that is refused nobody knows which of its bytes are the disk. */
function hasDisk({ inspection: { outcome }, image }: Examined): boolean {
  return image.bat !== undefined && (outcome === 'clean' || outcome === 'replayable')
}

const hasFiles = (guest: GuestLook | undefined): boolean =>
  guest?.volumes.fileSystem !== undefined ||
  guest?.volumes.volumes.some(({ fileSystem }) => fileSystem) === true

/** A GPT stands twice: the copy at the end of the disk may say that the one at its beginning is gone. */
export const mayHaveLostTable = (guest: GuestLook | undefined): boolean =>
  guest?.isWhole === true && guest.volumes.table !== 'none' && guest.volumes.problems.length > 0

/** Its beginning is not there, and copies of that say that it was. */
export const isByCopies = ({ spare }: LostFileSystem): boolean => spare.length > 0

/** Structures are lost: by what stands in their place it can be told why. */
const OF_STRUCTURES: ReadonlySet<DiagnosisId> = new Set([
  'identifier-damaged',
  'headers-lost',
  'region-tables-lost',
  'metadata-lost',
  'log-lost',
  'copy-lost',
  'blocks-unreadable',
])

/** Nothing says where anything is, and nothing that the file is another thing. */
function mayHaveRemains({ inspection: { identity, headers, before } }: Examined): boolean {
  // A patch that was interrupted has to be completed, and nothing else.
  if (headers.copies.some(({ valid, values }) => valid || isPatchMark(values))) return false
  if (identity.kind === 'vhdx') return !before.regionTables.current
  return identity.kind === 'unknown' || identity.kind === 'all-zero'
}

/** Names of looks, in the order in which they are taken. */
export const LOOKS = Object.keys(LOOK_WORDS) as readonly LookName[]

/** Ways that may fail because of what only a look at the file can say. */
const TRIED: ReadonlySet<WayId> = new Set([
  'salvage-together',
  'salvage-with-value',
  'salvage-lengthened',
  'salvage-headers-anew',
  'salvage-by-other-header',
  'salvage-log-up-to',
  'salvage-bat-from-log',
  'salvage-bat-linear',
  'salvage-bat-shifted-back',
  'salvage-headers-repaired',
  'salvage-region-tables-anew',
  'salvage-metadata-anew',
])

export const isTried = (way: WayId): boolean => TRIED.has(way)

/** Whether a way may be named: it cannot fail, or was tried and applies. */
export function isOpen(way: WayId, salvage: SalvageLook | undefined): boolean {
  if (!isTried(way)) return true
  return way === 'salvage-together' ? salvage?.together !== undefined : !!salvage?.ways.has(way)
}
