/** The verdict as it stands in the report. */
import type { Loss } from '../../diagnosis/losses.ts'
import type { Verdict } from '../../diagnosis/verdict.ts'
import type { Report } from './report-schema.ts'

export const lossJson = ({ bytes, blocks, ranges, rangeCount }: Loss) => ({
  bytes: bytes.toString(),
  blocks,
  ranges: ranges.map(({ offset, length }) => ({
    offset: offset.toString(),
    length: length.toString(),
  })),
  rangeCount,
})

export const verdictJson = ({
  condition,
  sentence,
  diagnoses,
  checkedBlocks,
  notLooked,
  lines,
}: Verdict): NonNullable<Report['verdict']> => ({
  condition,
  sentence,
  diagnoses: diagnoses.map(({ loss, title: _, cause: __, ...diagnosis }) => ({
    ...diagnosis,
    ...(loss && { loss: lossJson(loss) }),
  })),
  checkedBlocks,
  notLooked,
  lines,
})
