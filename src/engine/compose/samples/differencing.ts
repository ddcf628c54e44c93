/** A child disk with a dirty log: its parent locator can be read, the parent itself is not at hand. */
import { guid } from '../../bytes/guid.ts'
import { GIB, MIB } from '../../format/layout.ts'
import { DATA_WRITE_GUID } from '../compose-header-section.ts'
import type { ImageDescription } from '../description.ts'

export const differencing: ImageDescription = {
  virtualDiskSize: GIB,
  kind: 'differencing',
  blockSize: 2 * MIB,
  blocks: [
    { block: 0, state: 'partially-present', fill: 0xa5 },
    { block: 7, fill: 0x5a },
  ],
  sectorBitmaps: [{ chunk: 0, fill: 0x0f }],
  fileSize: 11 * MIB,
  parent: {
    pairs: [
      ['parent_linkage', `{${DATA_WRITE_GUID}}`],
      ['relative_path', '.\\clean.vhdx'],
      ['absolute_win32_path', 'C:\\Hyper-V\\clean.vhdx'],
    ],
  },
  // A child has written since, so that its own DataWriteGuid is another one than its parent's.
  dataWriteGuid: guid('c7d8e9fa-0b1c-4d2e-8f3a-4b5c6d7e8f90'),
  log: {
    entries: [
      { sequenceNumber: 42n },
      { updates: [{ kind: 'bat', changes: { 9: { state: 'fully-present', fileOffsetMB: 9 } } }] },
    ],
  },
}
