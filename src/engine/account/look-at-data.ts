/** A look at the data of a file, which its account waits for: blocks of zeros, and what is in space that nobody owns. */
import type { Run } from '../bytes/byte-source.ts'
import { type PartSurvey, surveyPart } from '../disk/disk-parts.ts'
import { diskSize } from '../disk/layers.ts'
import type { Layers } from '../disk/map-chain.ts'
import type { UnitMap } from '../image/bat/unit-map.ts'
import type { BlockChoice } from '../new-image/block-choice.ts'
import { chooseBlocks } from '../new-image/choose-blocks.ts'
import type { ChartedSpace } from '../space/chart-file.ts'
import { lookAtUnowned, unownedBytes } from './look-at-unowned.ts'

export interface LookedAt {
  readonly charted: ChartedSpace
  /** The disk of the charted image, through its parents. */
  readonly layers: Layers
}

export interface Look {
  /** Which blocks of the disk hold data; `undefined` where some of it is not there: in a parent that is missing, or that is a skeleton. */
  readonly choice: BlockChoice | undefined
  /** MiB of the file with data in them that nobody owns. */
  readonly data: UnitMap
}

const isWhole = ({ missing, absent }: PartSurvey): boolean => missing === 0 && absent === 0

/** Reads blocks of zeros whole and of others little, and all space that nobody owns. Progress in bytes. */
export async function lookAtData({ charted, layers }: LookedAt, run?: Run): Promise<Look> {
  const range = { offset: 0, length: diskSize(layers) }
  const total = range.length + unownedBytes(charted)
  const part = (from: number): Run => ({
    ...run,
    onProgress: (done) => run?.onProgress?.(from + done, total),
  })
  const blockSize = charted.image.bat?.geometry.blockSize
  const mayLack = layers.some((layer) => layer === undefined || layer.source.held !== undefined)
  const isThere = !mayLack || isWhole(await surveyPart(layers, range, { signal: run?.signal }))
  const choice =
    isThere && blockSize !== undefined
      ? (await chooseBlocks(layers, { range, blockSize }, part(0))).choice
      : undefined
  return { choice, data: await lookAtUnowned(charted, part(range.length)) }
}
