/** The verdict as it stands in the report. */
import type { Verdict } from '../../diagnosis/verdict.ts'
import type { Report } from './report-schema.ts'

export const verdictJson = ({
  condition,
  sentence,
  diagnoses,
  checkedBlocks,
  notLooked,
}: Verdict): NonNullable<Report['verdict']> => ({
  condition,
  sentence,
  diagnoses: diagnoses.map(({ loss, title: _, cause: __, ...diagnosis }) => ({
    ...diagnosis,
    ...(loss && {
      loss: {
        bytes: loss.bytes.toString(),
        blocks: loss.blocks,
        ranges: loss.ranges.map(({ offset, length }) => ({
          offset: offset.toString(),
          length: length.toString(),
        })),
        rangeCount: loss.rangeCount,
      },
    }),
  })),
  checkedBlocks,
  notLooked,
})
