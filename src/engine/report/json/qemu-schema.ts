/** What QEMU would do with the file, in the report: `qemu`. */
import * as v from 'valibot'
import type { DivergenceCode } from '../../qemu/divergence.ts'
import { about, code, count, oneOfNames, sentence, u64 } from './report-values.ts'

export const qemu = about(
  v.object({
    versions: sentence,
    answer: v.picklist(['opens', 'replays', 'refuses', 'hangs', 'unknown']),
    headline: sentence,
    diverges: about(v.boolean(), 'Whether QEMU must be kept away from the file.'),
    stop: v.exactOptional(
      v.object({
        code,
        says: v.exactOptional(about(v.string(), 'Part of what qemu-img prints.')),
        sentence,
      }),
    ),
    entryCount: count,
    entries: v.array(
      v.object({
        position: count,
        sequenceNumber: u64,
        whole: about(v.boolean(), 'false: QEMU stops in it.'),
      }),
    ),
    changesHeaders: v.boolean(),
    writeCount: count,
    writes: about(
      v.array(
        v.object({
          offset: u64,
          length: u64,
          kind: v.picklist(['data', 'zero', 'extend', 'cut']),
          entry: count,
        }),
      ),
      'In order. cut: the file becomes shorter, or its new end zero.',
    ),
    sizeBefore: count,
    sizeAfter: u64,
    sizeBySpecification: u64,
    differingSectors: count,
    complete: v.boolean(),
    differences: about(
      v.array(
        v.object({
          offset: u64,
          length: u64,
          what: sentence,
          reason: oneOfNames<DivergenceCode>(code),
          specificationEntry: v.nullable(count),
          qemuEntry: v.nullable(count),
        }),
      ),
      'specificationEntry, qemuEntry: whose bytes these are, by the position of the entry; null where it is none.',
    ),
    reasons: v.array(
      v.object({ code: oneOfNames<DivergenceCode>(code), sentence, sectors: count }),
    ),
    notes: v.array(sentence),
    batErrors: v.exactOptional(count),
  }),
  'What qemu-img check -r all would do with the file, where it was asked for. Lists are cut; the counts are of all. Headers are not compared: QEMU puts random GUIDs into them.',
)
