/** Everything that passes between the page and the worker of one open file. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import type { ReplayReport } from '../../engine/changes/change.ts'
import type { Recipe } from '../../engine/compose/recipe.ts'
import type { SampleId } from '../../engine/compose/sample-id.ts'
import type { BlockBitmap } from '../../engine/disk/block-bitmap.ts'
import type { ChainReport } from '../../engine/disk/chain/chain-report.ts'
import type { ChainExtent } from '../../engine/disk/map-chain.ts'
import type { DescriptorRow } from '../../engine/entries/descriptor-rows.ts'
import type { FileHash, SourceEvidence } from '../../engine/inspect/evidence.ts'
import type { Inspection, State } from '../../engine/inspect/inspection.ts'
import type { Page, RowWindow } from '../../engine/inspect/page.ts'
import type { Edit } from '../../engine/journal/edit.ts'
import type { EditPreview } from '../../engine/journal/edit-preview.ts'
import type { EntryStatus, LogEntry } from '../../engine/log/log.ts'
import type { Place } from '../../engine/places/place.ts'
import type { Block } from '../../engine/report/document.ts'
import type { ReportFormat } from '../../engine/report/render-report.ts'
import type { Volumes } from '../../engine/volumes/read-volumes.ts'
import type { EvidenceCalls, SaveResult, SaveTarget } from './evidence.ts'
import type { HistoryCalls } from './history.ts'
import type { MapCalls } from './map.ts'
import type { PatchCalls } from './patch.ts'
import type { QemuCalls } from './qemu.ts'
import type { RepairCalls } from './repair.ts'

export type { BatQuery, BatRow } from '../../engine/blocks/bat-rows.ts'
export type { BatTextFormat, BatTextQuery } from '../../engine/blocks/bat-text.ts'
export type { BlockMap, BlockMapQuery, StateMap } from '../../engine/blocks/block-map.ts'
export type { Hash, HashAlgorithm } from '../../engine/bytes/hash-names.ts'
export type { BlockBitmap } from '../../engine/disk/block-bitmap.ts'
export type {
  ChainFileReport,
  ChainReport,
  NamedFinding,
} from '../../engine/disk/chain/chain-report.ts'
export type { ChainExtent } from '../../engine/disk/map-chain.ts'
export type { DescriptorFate, DescriptorRow } from '../../engine/entries/descriptor-rows.ts'
export type {
  EvidenceAgain,
  EvidencePart,
  EvidenceRecord,
  FileHash,
  SourceEvidence,
} from '../../engine/inspect/evidence.ts'
export type { Page, RowWindow } from '../../engine/inspect/page.ts'
export type { Edit } from '../../engine/journal/edit.ts'
export type { EditPreview, PendingEntry } from '../../engine/journal/edit-preview.ts'
export type { Place, PlaceStep } from '../../engine/places/place.ts'
export type { Block, Cell } from '../../engine/report/document.ts'
export type { ReportFormat } from '../../engine/report/render-report.ts'
export type { FileExtentRow } from '../../engine/space/file-extents.ts'
export type { FileMap, FileMapQuery, SpaceMap } from '../../engine/space/file-map.ts'
export type { Volume, Volumes } from '../../engine/volumes/read-volumes.ts'
export {
  EXPORT_SAMPLE,
  EXPORT_SAMPLES,
  type SaveResult,
  type SaveTarget,
} from './evidence.ts'
export type { PatchFiles } from './patch.ts'

/** The most that one `readBytes` gives: the page needs screenfuls, not the file. */
export const MAX_PAGE_BYTES = 1024 * 1024

/**
 * Which reading of the file. `upTo` stops the replay after that many entries of the active sequence
 * (0: none, and the headers as they are); without it all of them and the headers are written.
 */
export interface Reading {
  readonly state: State
  readonly upTo?: number | undefined
}

export interface EntryQuery extends RowWindow {
  /** All statuses if absent. */
  readonly statuses?: readonly EntryStatus[] | undefined
  readonly sort?: 'position' | 'sequence-number' | 'descriptors' | undefined
  readonly descending?: boolean | undefined
}

export type SavePhase = 'check' | 'write' | 'finish' | 'verify'

export interface Progress {
  /** Of a save. */
  readonly phase?: SavePhase | undefined
  /** In bytes. `total` is 0 where it cannot be known. */
  readonly done: number
  readonly total: number
}

/** Bytes of the virtual disk, before or after the replay. */
export interface DiskWindow extends ByteRange {
  readonly state: State
}

export interface ReportRequest {
  /** What the file is called in it. */
  readonly name: string
  /** ISO 8601, UTC. */
  readonly made: string
  /** The examiner's own words. */
  readonly notes?: string | undefined
  readonly hashes?: readonly FileHash[] | undefined
  readonly source?: SourceEvidence | undefined
}

/** A file under the name that people know it by. */
export interface NamedFile {
  readonly name: string
  readonly input: File | Blob | FileSystemFileHandle
}

/** `undefined` where there is no disk, or nothing to replay. */
export interface VolumesOfStates {
  readonly before: Volumes | undefined
  readonly after: Volumes | undefined
}

/** An image that is kept in the browser's private storage, where it may be changed. */
export interface KeptImage {
  /** Unique; also what it is called when it is exported. */
  readonly name: string
  readonly size: number
  /** Of the last change, in milliseconds since 1970. */
  readonly modified: number
}

/** A recipe, and where the entries of its log have gone, in its order. */
export interface MadeOf {
  readonly recipe: Recipe
  readonly entries: readonly PlacedEntry[]
}

export interface PlacedEntry {
  /** From the start of the log, in bytes. */
  readonly position: number
  readonly sequenceNumber: bigint
}

/** What becomes of a journal: applied, or left in the log so that the image is dirty. */
export type CommitEnd = 'apply' | 'leave-in-log'

export interface Calls
  extends EvidenceCalls,
    HistoryCalls,
    MapCalls,
    PatchCalls,
    QemuCalls,
    RepairCalls {
  open: { params: { readonly input: File | Blob | FileSystemFileHandle }; result: Inspection }
  openSample: { params: { readonly sample: SampleId }; result: Inspection }
  /** Reads the whole BAT, before and after: adds the census and the findings that need it. */
  survey: { params: object; result: Inspection }
  /** Up to `MAX_PAGE_BYTES`, clipped to the end of the file. */
  readBytes: { params: Reading & ByteRange; result: Uint8Array }
  readEntries: { params: EntryQuery; result: Page<LogEntry> }
  /** The entry that takes the slot at `position` of the log; of several the one that is replayed. */
  readEntry: { params: { readonly position: number }; result: LogEntry | undefined }
  readDescriptors: {
    params: RowWindow & { readonly position: number }
    result: Page<DescriptorRow>
  }
  /** What a replay that stops after `upTo` entries would change. */
  readReplay: { params: { readonly upTo: number }; result: ReplayReport }
  /** What lies at an offset of the file. */
  locate: { params: Reading & { readonly offset: number }; result: Place }
  /** How many bytes of the file have been looked at, each counted once. */
  bytesRead: { params: object; result: number }
  /** Whether headers, log and the places that the replay writes still read as they did at opening. */
  checkSource: { params: object; result: { readonly changed: boolean } }
  /** The replayed copy as a Blob of file slices and patches, for a download. */
  makeCopy: { params: object; result: Blob }
  /** The images of the workbench, newest first. Removes what an interrupted import has left. */
  listKept: { params: object; result: readonly KeptImage[] }
  /** Copies a file into the workbench, under its name or, where that is taken, "NAME (2)". Progress in bytes. */
  keep: {
    params: { readonly input: File | Blob | FileSystemFileHandle; readonly name: string }
    result: KeptImage
  }
  /** Copies the image that is open, a sample or a recipe too, as it is on disk. */
  keepOpen: { params: { readonly name: string }; result: KeptImage }
  removeKept: { params: { readonly name: string }; result: undefined }
  openKept: { params: { readonly name: string }; result: Inspection }
  /**
   * Opens the image that a recipe makes, or what its log makes of a kept image, which stays as it is.
   * The recipe is parsed here: fails with `bad-recipe` and one sentence for each problem, a line each.
   */
  openRecipe: {
    params: { readonly recipe: unknown; readonly base?: string | undefined }
    result: Inspection
  }
  /** What the image that is open was made of, a sample too; `undefined` of any other image. */
  readRecipe: { params: object; result: MadeOf | undefined }
  /** What a journal of `edits` would do to the kept image that is open; nothing is written. */
  previewEdits: { params: { readonly edits: readonly Edit[] }; result: EditPreview }
  /**
   * As `readBytes`, of the kept image as a journal of `edits` would leave it, headers and log aside:
   * the edits are made, and nothing else.
   */
  readEdited: {
    params: ByteRange & { readonly edits: readonly Edit[] }
    result: Uint8Array
  }
  /** Journals `edits` in the kept image that is open, and opens it again. */
  commitEdits: {
    params: { readonly edits: readonly Edit[]; readonly end: CommitEnd }
    result: Inspection
  }
  /** Replays the log of the kept image that is open, in place, and opens it again. */
  replayInPlace: { params: object; result: Inspection }
  /** Writes the kept image that is open into `target` as it is, without a replay. As `saveCopy` else. */
  exportKept: { params: SaveTarget; result: SaveResult }
  /** The image that is open, as it is, for a download: one of the workbench, or of a recipe. */
  blobOfKept: { params: object; result: Blob }
  /** What a guest reads, up to `MAX_PAGE_BYTES` and the end of the disk; what cannot be had is zero. */
  readDisk: { params: DiskWindow; result: Uint8Array }
  /** Where these bytes are from. */
  mapDisk: { params: DiskWindow; result: readonly ChainExtent[] }
  readVolumes: { params: object; result: VolumesOfStates }
  /** Which sectors of a partial block are in the file; `undefined` where no bitmap says so. */
  readBlockBitmap: {
    params: { readonly state: State; readonly block: number }
    result: BlockBitmap | undefined
  }
  /** Writes a part of the disk into `target` as a raw image. As `saveCopy` else. */
  exportDisk: { params: DiskWindow & SaveTarget; result: SaveResult }
  /** The same as a Blob, for a download. */
  makeDiskBlob: { params: DiskWindow; result: Blob }
  /** Which of these files is the child of the others, by its place in the list. Needs no open file. */
  findChild: { params: { readonly files: readonly NamedFile[] }; result: number }
  /**
   * Reads the disk of the open file through these from now on, as far as they fit, in any order; none
   * forgets those before. A file that cannot be read is among the refused. `name` is that of the
   * open file.
   */
  setParents: {
    params: { readonly name: string; readonly files: readonly NamedFile[] }
    result: ChainReport
  }
  /** The report as a file, in UTF-8. */
  report: { params: ReportRequest & { readonly format: ReportFormat }; result: Uint8Array }
  /** The same, for the screen. */
  readReport: { params: ReportRequest; result: readonly Block[] }
}
export type CallName = keyof Calls

export type ErrorCode =
  | 'aborted'
  | 'file-changed'
  | 'file-missing'
  | 'no-permission'
  | 'in-use'
  | 'unreadable'
  | 'no-space'
  | 'verify-failed'
  | 'cannot-replay'
  /** An edit that cannot be made, or that the log has no room for. */
  | 'cannot-edit'
  | 'bad-recipe'
  | 'internal'

export interface ErrorInfo {
  readonly code: ErrorCode
  /** One sentence for the user. */
  readonly message: string
}

export type Request =
  | {
      [C in CallName]: {
        readonly id: number
        readonly call: C
        readonly params: Calls[C]['params']
      }
    }[CallName]
  | { readonly id: number; readonly abort: true }

/**
 * `ready` comes first and once. Modules with a top-level await evaluate late, and a message that
 * arrives while nobody listens is lost, so the page holds its calls back until then.
 */
export type Reply =
  | { readonly ready: true }
  | ({ readonly id: number } & (
      | { readonly progress: Progress }
      | { readonly result: Calls[CallName]['result'] }
      | { readonly error: ErrorInfo }
    ))
