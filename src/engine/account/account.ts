/** Where the bytes of a file go: shares that are the file together, to the byte. */
import type { Run } from '../bytes/byte-source.ts'
import { BatPass } from '../image/bat/bat-pass.ts'
import { passOver } from '../image/bat/bat-survey.ts'
import type { UnitMap } from '../image/bat/unit-map.ts'
import type { ChartedSpace } from '../space/chart-file.ts'
import { AccountPlaces, type BlockFacts } from './account-places.ts'
import { type DiskRuns, RunTally } from './disk-runs.ts'
import { ShareMarks } from './share-marks.ts'
import { SHARES, type Share, type ShareBytes } from './share-words.ts'

/** What is known of the contents of a file, beside what its tables say. */
export interface Contents extends BlockFacts {
  /** MiB of the file with data in them, of the space that nobody owns; `undefined` until that was looked at. */
  readonly data: UnitMap | undefined
}

export interface Account {
  /** Of the file, in bytes. */
  readonly size: number
  /** They add up to `size`. */
  readonly bytes: ShareBytes
  readonly runs: DiskRuns
  /** To which shares parts of the file belong. */
  readonly marks: ShareMarks
  /** Blocks of which something is in the file, and those of them that may be dropped. */
  readonly held: number
  readonly droppable: number
}

/** Reads the whole BAT once. Takes some bits for each MiB of the file, whatever the entries say. Progress in entries. */
export async function accountFor(
  { image, space }: ChartedSpace,
  contents: Contents,
  run?: Run,
): Promise<Account> {
  const { bat, source } = image
  const { size } = source
  const marks = new ShareMarks(size, contents.data)
  const places = bat && new AccountPlaces(bat, size, marks, contents)
  if (places) await passOver({ source, bat }, new BatPass(bat, places, () => {}), true, run)
  const measured = marks.measure(space, 0, size)
  const bytesOf = (share: Share, place: number) =>
    share === 'uncharted' ? space.uncharted : (measured[place] ?? 0)
  const bytes = Object.fromEntries(SHARES.map((share, i) => [share, bytesOf(share, i)]))
  return {
    size,
    bytes: bytes as ShareBytes,
    runs: (places?.runs ?? new RunTally()).finish(),
    marks,
    held: places?.held ?? 0,
    droppable: places?.droppable ?? 0,
  }
}
