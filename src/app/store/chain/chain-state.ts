/** What the app knows of the chain of the open file. */
import type { ChainReport, Risk } from '../../../engine/disk/chain/chain-report.ts'
import type { NamedFile } from '../../../worker/protocol/chain.ts'

/** A file that was dropped, and its handle where the browser gives one. */
export interface DroppedFile {
  readonly file: File
  readonly handle?: Promise<FileSystemHandle | null> | undefined
}

export interface ChainData {
  /** What was given for parents of the open file, in the order in which it came; kept when it is read again. */
  readonly parents: readonly NamedFile[]
  /** `undefined` until it has been read, and of a disk that is no child. */
  readonly chain: ChainReport | undefined
  /** Why a parent does not read as it did, in one sentence that names it. */
  readonly parentFault: string | undefined
  /** Grows with every change of the chain: what was read of the disk through another is no longer true. */
  readonly chainReading: number
  /** Files about which is asked what they are dropped for. */
  readonly dropped: readonly DroppedFile[]
  /** Files that came together and make no chain, and which of them is open. */
  readonly together: { readonly files: readonly DroppedFile[]; readonly shown: number } | undefined
}

export interface ChainActions {
  /** Opens a file, or the child among several; asks, where a file is open already. */
  receive(files: readonly DroppedFile[]): Promise<void>
  /** Does with the dropped files what was chosen. */
  takeDropped(as: 'parents' | 'open' | 'check'): Promise<void>
  /** Opens another one of the files that came together. */
  openOther(index: number): Promise<void>
  forgetOthers(): void
  addParents(files: readonly DroppedFile[]): Promise<void>
  forgetParents(): Promise<void>
  /** Reads through that parent, whoever says it knowing the risk; recorded in all that is made of the disk. */
  takeRisk(name: string, risk: Risk): Promise<void>
  /**
   * Reads the chain of the open file, if it is a child, with the parents that were given; unless `again`,
   * only where that has not been done yet for what is open.
   */
  readChain(options?: { readonly again?: boolean }): Promise<void>
}
