/** The verdict as it stands in the report. */
import type { Verdict } from '../../diagnosis/verdict.ts'
import { type Way, ways } from '../../diagnosis/way-words.ts'
import type { Report } from './report-schema.ts'

export const verdictJson = ({
  condition,
  sentence,
  diagnoses,
  checkedBlocks,
}: Verdict): NonNullable<Report['verdict']> => ({
  condition,
  sentence,
  diagnoses: diagnoses.map(({ loss, ways: out, ...diagnosis }) => ({
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
    ways: out.map((id) => {
      const { does, command }: Way = ways[id]
      return { id, does, ...(command !== undefined && { command }) }
    }),
  })),
  checkedBlocks,
})
