/** One pass over the log: every entry in it, checked, and what else lies in its sectors. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { takeTurn } from '../bytes/pace.ts'
import { CHECKSUM_OFFSET } from '../format/checksum.ts'
import { LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import { type CheckContext, type CheckedEntry, EntryCheck } from './entry-check.ts'
import { SLOT_KINDS, type SlotKind } from './log.ts'
import { placeOf } from './ring.ts'
import { DATA_SECTOR_WORD, ENTRY_WORD, isLogWord } from './signatures.ts'

/** How much of the log is read at once. */
const SCAN_WINDOW = 2 * MIB

export interface ScanRun extends Run {
  /** In bytes, a multiple of 4 KiB. */
  readonly windowSize?: number | undefined
}

export const slotOf = (kind: SlotKind): number => SLOT_KINDS.indexOf(kind)

const INVALID = slotOf('invalid')
const ORPHAN_DATA = slotOf('orphan-data')

export interface ScanPass {
  /** Every position that begins with "loge", in order. */
  readonly checked: readonly CheckedEntry[]
  /** As in `LogScan`, where all entries are taken for invalid ones. */
  readonly slots: Uint8Array
}

/**
 * Reads the log once from start to end, and once more what the last entry has at the start of the
 * ring. The cost is linear in the log's size whatever the log says: every sector but the first of a
 * valid entry begins with another signature than "loge", so an entry ends at the latest where the
 * next one begins, no sector is looked at for two entries, and no entry has to be remembered while
 * another one is read.
 */
export async function passOver(
  source: ByteSource,
  context: CheckContext,
  run: ScanRun | undefined,
): Promise<ScanPass> {
  const { region } = context
  const windowSize = run?.windowSize ?? SCAN_WINDOW
  const pass = new Pass(context)
  for (let start = 0; start < region.length; start += windowSize) {
    await takeTurn(run)
    const length = Math.min(windowSize, region.length - start)
    pass.takeWindow(await source.read(placeOf(region, start), length), start)
    run?.onProgress?.(start + length, region.length)
  }
  pass.goRound()
  for (let start = 0; pass.missing > 0; start += windowSize) {
    run?.signal?.throwIfAborted()
    const length = Math.min(windowSize, pass.missing)
    pass.takeWindow(await source.read(placeOf(region, start), length), start)
  }
  return pass
}

class Pass implements ScanPass {
  readonly checked: CheckedEntry[] = []
  readonly slots: Uint8Array
  readonly #context: CheckContext
  /** The entry to which the next sector belongs. */
  #open: EntryCheck | undefined
  /** Whether the sectors have been seen before and only the open entry still needs them. */
  #again = false

  constructor(context: CheckContext) {
    this.#context = context
    this.slots = new Uint8Array(context.region.length / LOG_SECTOR_SIZE)
  }

  /** Bytes that the open entry still needs. */
  get missing(): number {
    return this.#open?.missing ?? 0
  }

  /** The end of the ring has been reached: what follows belongs to the open entry, if anything. */
  goRound(): void {
    this.#again = true
  }

  /** The next sectors: `window` is changed. */
  takeWindow(window: Uint8Array, start: number): void {
    const view = new DataView(window.buffer, window.byteOffset, window.length)
    let unhashed = 0
    for (let at = 0; at < window.length; at += LOG_SECTOR_SIZE) {
      const word = view.getUint32(at, true)
      if (word === ENTRY_WORD) {
        if (this.#open) this.#close(this.#open.interrupt(view, at))
        if (this.#again) return
        this.#open = new EntryCheck(this.#context, start + at, view, at)
        // Now the bytes can be hashed as they stand.
        view.setUint32(at + CHECKSUM_OFFSET, 0)
        unhashed = at
      }
      const slot = (start + at) / LOG_SECTOR_SIZE
      if (this.#open === undefined) {
        if (word === DATA_SECTOR_WORD) this.slots[slot] = ORPHAN_DATA
        continue
      }
      if (isLogWord(word)) this.slots[slot] = INVALID
      this.#open.take(view, at)
      if (this.#open.complete) {
        this.#open.hash(window.subarray(unhashed, at + LOG_SECTOR_SIZE))
        this.#close(this.#open.finish())
      }
    }
    this.#open?.hash(window.subarray(unhashed))
  }

  #close(checked: CheckedEntry): void {
    this.checked.push(checked)
    this.#open = undefined
  }
}
