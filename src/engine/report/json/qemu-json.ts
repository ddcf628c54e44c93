/** What QEMU would do, as part of the report. */
import { QEMU_VERSIONS } from '../../qemu/answer-words.ts'
import type { QemuReport } from '../../qemu/qemu-answer.ts'
import type { Report } from './report-schema.ts'

/** Positions in the log are numbers, 64-bit values decimal strings: as everywhere in the report. */
export const qemuJson = ({
  stop,
  entries,
  writes,
  differences,
  sizeAfter,
  rightSize,
  batErrors,
  ...report
}: QemuReport): NonNullable<Report['qemu']> => ({
  versions: QEMU_VERSIONS,
  answer: report.answer,
  headline: report.headline,
  diverges: report.diverges,
  ...(stop && {
    stop: { code: stop.code, ...(stop.says && { says: stop.says }), sentence: stop.sentence },
  }),
  entryCount: report.entryCount,
  entries: entries.map(({ position, sequenceNumber, whole }) => ({
    position,
    sequenceNumber: sequenceNumber.toString(),
    whole,
  })),
  changesHeaders: report.changesHeaders,
  writeCount: report.writeCount,
  writes: writes.map(({ offset, length, kind, entry }) => ({
    offset: offset.toString(),
    length: length.toString(),
    kind,
    entry,
  })),
  sizeBefore: report.sizeBefore,
  sizeAfter: sizeAfter.toString(),
  sizeBySpecification: rightSize.toString(),
  differingSectors: report.differingSectors,
  complete: report.complete,
  differences: differences.map(({ offset, length, what, reason, ours, theirs }) => ({
    offset: offset.toString(),
    length: length.toString(),
    what,
    reason,
    specificationEntry: ours ?? null,
    qemuEntry: theirs ?? null,
  })),
  reasons: report.reasons.map(({ code, sentence, sectors }) => ({ code, sentence, sectors })),
  notes: report.notes,
  ...(batErrors !== undefined && { batErrors }),
})
