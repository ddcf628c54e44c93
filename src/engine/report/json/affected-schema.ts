/** What an update means for the files of the guest, in the report: `affected`. */
import * as v from 'valibot'
import type { StatFact } from '../../affected/compare-stats.ts'
import type { NodeKind } from '../../guest/guest-files.ts'
import { about, code, count, oneOfNames, sentence, texts, u64 } from './report-values.ts'

const counts = v.object({
  paths: count,
  directories: about(count, 'How many of the paths are of directories.'),
  byStatus: v.object({ 'only-before': count, 'only-after': count, changed: count }),
  bytesInNewBlocks: about(
    count,
    'Bytes of their contents that differ, and are in blocks of the file that only the later state names.',
  ),
})

const file = v.object({
  path: about(
    v.string(),
    'From the root of the volume; bytes that are no UTF-8 are U+DC80 to U+DCFF.',
  ),
  kind: oneOfNames<NodeKind>(code),
  status: v.picklist(['only-before', 'only-after', 'changed']),
  size: u64,
  facts: about(v.array(oneOfNames<StatFact>(code)), 'Which facts differ, where it has changed.'),
  hasOtherNames: about(v.boolean(), 'Of a directory: whether its names differ.'),
  changedBytes: about(count, 'Bytes of its contents that differ, by sectors.'),
  bytesInNewBlocks: count,
  notCompared: about(count, 'Bytes of changedBytes that were not compared.'),
})

const volume = v.object({
  offset: count,
  length: count,
  partition: v.exactOptional(count),
  fileSystem: v.exactOptional(v.string()),
  outcome: v.picklist(['same', 'compared', 'only-before', 'only-after', 'not-read']),
  reason: v.exactOptional(about(sentence, 'Why the files of a state are not read.')),
  counts,
  withJournal: v.exactOptional(
    about(counts, 'Behind the guest’s own journal, where changes wait in it.'),
  ),
  files: about(v.array(file), 'The first 10,000; counts has all of them.'),
  nameless: about(count, 'What was touched and has no name.'),
  problems: about(texts, 'What of the directories is not read: the first of problemCount.'),
  problemCount: count,
})

export const affected = about(
  v.object({
    words: about(texts, 'All of it in sentences.'),
    changedBytes: about(count, 'Bytes of the disk that differ, by sectors of 512.'),
    notCompared: about(count, 'Bytes of those that were not compared, and lie in other places.'),
    volumes: v.array(volume),
  }),
  'Files of the guest that differ between the file as it is and after its update, only where that was asked for.',
)
