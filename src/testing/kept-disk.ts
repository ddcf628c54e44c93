/** A workbench in memory with one image, an edit that changes one byte of it, and sessions that have it open. */
import { HEADER_SECTION_SIZE, MIB } from '../engine/format/layout.ts'
import type { Inspection } from '../engine/inspect/inspection.ts'
import type { Edit } from '../engine/journal/edit.ts'
import { FakeDisk, type FakeTab } from './fake-disk.ts'
import { BAT, journalDisk } from './journalling.ts'
import { quietRun, type SessionCalls, sessionCalls } from './worker-calls.ts'

export const KEPT_NAME = 'disk.vhdx'
/** Entry 1 of the BAT gets another state, and back. */
export const EDITS: readonly Edit[] = [{ kind: 'bat-entry', index: 1, state: 3, fileOffsetMB: 0 }]
export const BACK: readonly Edit[] = [{ kind: 'bat-entry', index: 1, state: 0, fileOffsetMB: 0 }]
const EDITED_AT = BAT + 8

export const KEPT_IMAGE = await journalDisk().read(0, journalDisk().size)

export interface OpenTab {
  readonly tab: FakeTab
  readonly session: SessionCalls
  readonly inspection: Inspection
}

export interface KeptDisk {
  readonly disk: FakeDisk
  content(): Uint8Array<ArrayBuffer>
  isEdited(): boolean
  /** But for headers and log. */
  isOriginal(): boolean
  /** A tab more, with the image open. */
  openTab(): Promise<OpenTab>
}

export async function keptDisk(): Promise<KeptDisk> {
  const disk = new FakeDisk()
  const input = new Blob([KEPT_IMAGE as Uint8Array<ArrayBuffer>])
  await sessionCalls(disk.openTab()).workbench.keep({ input, name: KEPT_NAME }, quietRun())
  const content = () => disk.read('workbench', KEPT_NAME)
  const behindLog = HEADER_SECTION_SIZE + MIB
  return {
    disk,
    content,
    isEdited: () => content()[EDITED_AT] === 3,
    isOriginal: () =>
      Buffer.compare(content().subarray(behindLog), KEPT_IMAGE.subarray(behindLog)) === 0,
    async openTab() {
      const tab = disk.openTab()
      const session = sessionCalls(tab)
      return {
        tab,
        session,
        inspection: await session.workbench.open({ name: KEPT_NAME }, quietRun()),
      }
    },
  }
}
