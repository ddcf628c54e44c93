import { expect, test } from 'vitest'
import { freeSpaceOf } from '../../../testing/free-space-of.ts'
import { structure } from '../../../testing/guest-volumes.ts'
import {
  DATA,
  fileRecord,
  guarded,
  makeNtfs,
  NTFS_CLUSTER,
  resident,
} from '../../../testing/made-ntfs.ts'
import type { SparseFile } from '../../compose/sparse-file.ts'

interface Page {
  readonly lsn?: number
  readonly client?: number
  readonly flags?: number
  readonly major?: number
}
const restartPage = ({ lsn = 1, client = 0xffff, flags = 0, major = 1 }: Page): Uint8Array =>
  guarded(
    structure(
      NTFS_CLUSTER,
      [
        [4, 2, 0x1e],
        [6, 2, 9],
        [16, 4, NTFS_CLUSTER],
        [24, 2, 0x30],
        [28, 2, major],
        [0x30, 8, lsn],
        [0x30 + 12, 2, client],
        [0x30 + 14, 2, flags],
      ],
      [[0, 'RSTR']],
    ),
    5,
  )
const withLog = (...pages: readonly Uint8Array[]): SparseFile => {
  const bitmap = fileRecord([resident(DATA, new Uint8Array(8).fill(0xff))])
  const file = makeNtfs({ clusters: 64, records: { 6: bitmap } })
  for (const [i, page] of pages.entries()) file.put((8 + i) * NTFS_CLUSTER, page)
  return file
}
const doubts = async (file: SparseFile) => {
  const space = (await freeSpaceOf(file))?.space
  return space?.ok ? space.doubts : [space?.reason]
}

const torn = restartPage({}).fill(0, 510, 512)

test.each<[string, readonly Uint8Array[]]>([
  ['nobody has open', [restartPage({}), restartPage({})]],
  ['was open when its volume was clean', [restartPage({ client: 0, flags: 2 })]],
  ['was closed since', [restartPage({ client: 0 }), restartPage({ lsn: 2 })]],
  ['has one page that is torn', [torn, restartPage({})]],
])('a log that %s is closed', async (_, pages) => {
  expect(await doubts(withLog(...pages))).toEqual([])
})

test.each<[string, readonly Uint8Array[], string]>([
  ['is open', [restartPage({ client: 0 })], 'Its log was not closed'],
  ['was opened since', [restartPage({}), restartPage({ lsn: 2, client: 0 })], 'was not closed'],
  ['is that of a fast start', [restartPage({ major: 2 })], 'was not closed'],
  ['has no whole page', [torn, torn], 'cannot be read'],
  ['has only zeros', [new Uint8Array(8192)], 'cannot be read'],
])('a log that %s is doubted', async (_, pages, doubt) => {
  expect((await doubts(withLog(...pages))).join()).toContain(doubt)
})
