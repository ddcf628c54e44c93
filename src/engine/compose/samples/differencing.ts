/** A child disk with a dirty log: its parent locator can be read, the parent itself is not at hand. */
import { DATA_WRITE_GUID } from '../compose-header-section.ts'
import { RECIPE_FORMAT, RECIPE_VERSION, type Recipe } from '../recipe.ts'

export const differencing: Recipe = {
  format: RECIPE_FORMAT,
  version: RECIPE_VERSION,
  about: 'A child disk that must be replayed; its parent is the clean sample.',
  disk: {
    size: '1GiB',
    kind: 'differencing',
    blockSize: '2MiB',
    parent: [
      ['parent_linkage', `{${DATA_WRITE_GUID}}`],
      ['relative_path', '.\\clean.vhdx'],
      ['absolute_win32_path', 'C:\\Hyper-V\\clean.vhdx'],
    ],
    // A child has written since, so that its own DataWriteGuid is another one than its parent's.
    dataWriteGuid: 'c7d8e9fa-0b1c-4d2e-8f3a-4b5c6d7e8f90',
  },
  blocks: [
    { block: 0, state: 'partially-present', fill: 0xa5 },
    { block: 7, fill: 0x5a },
  ],
  sectorBitmaps: [{ chunk: 0, fill: 0x0f }],
  fileSize: '11MiB',
  log: {
    entries: [
      { sequenceNumber: 42 },
      {
        descriptors: [{ kind: 'bat', entries: { 9: { state: 'fully-present', fileOffsetMB: 9 } } }],
      },
    ],
  },
}
