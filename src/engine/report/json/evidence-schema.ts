/** Hashes and evidence in the report: `hashes` and `evidence`. */
import * as v from 'valibot'
import { about, count, guid, sentence, sha256, time } from './report-values.ts'

export const fileHash = v.pipe(
  v.object({
    state: v.picklist(['before', 'after']),
    algorithm: v.picklist(['sha256', 'blake3']),
    hex: sha256,
    size: count,
    finished: time,
    fileWriteGuid: v.exactOptional(guid),
  }),
  v.metadata({
    description:
      'state: of the file as it is, or of the copy that a replay makes with this fileWriteGuid, which another copy need not have.',
    if: { properties: { state: { const: 'after' } } },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so
    then: { required: ['fileWriteGuid'] },
  }),
)

export const writtenFile = about(
  v.object({
    kind: v.picklist([
      'replayed',
      'salvaged',
      'kept',
      'raw',
      'vhdx',
      'vhdx-fixed',
      'vhd',
      'patch',
      'skeleton',
      'guest-file',
      'guest-files',
      'guest-tar',
    ]),
    name: v.string(),
    size: count,
    finished: time,
    hash: v.exactOptional(v.object({ algorithm: v.picklist(['sha256', 'blake3']), hex: sha256 })),
    isDownload: v.exactOptional(v.literal(true)),
    unreadableBytes: count,
    dropped: v.exactOptional(
      v.object({
        bytes: count,
        count,
        places: v.array(v.object({ offset: count, length: count })),
      }),
    ),
  }),
  'A copy, the disk in a format, a patch or its script, a skeleton, or files of the guest: one, several in a folder, whose sizes are added, or an archive of them. One that isDownload was handed to the browser, and nobody has read it back. unreadableBytes are zero in it; dropped is what the guest’s file systems call free and it does not have, by places on the disk, of which the first are listed.',
)

export const evidencePart = about(
  v.object({
    part: v.picklist([
      'beginning',
      'file-identifier',
      'header-1',
      'header-2',
      'region-table-1',
      'region-table-2',
      'header-section-rest',
      'log',
      'replayed-sectors',
    ]),
    bytes: count,
    sha256,
    rangeCount: count,
    ranges: v.array(v.object({ offset: count, length: count })),
  }),
  'The bytes of ranges, in order of offset, one behind the other; of more than 4096 ranges the first ones are listed.',
)

export const evidenceRecord = about(
  v.object({ finished: time, size: count, sha256, parts: v.array(evidencePart) }),
  'sha256 is that of all parts one behind the other, in this order.',
)

export const evidence = about(
  v.object({
    mode: about(v.boolean(), 'Whether nothing was remembered of the session.'),
    opened: evidenceRecord,
    again: v.nullable(evidenceRecord),
    problem: v.exactOptional(sentence),
    failed: v.exactOptional(about(time, 'When that was.')),
    same: v.nullable(v.boolean()),
  }),
  'SHA-256 of the parts of the file that the answer rests on, as they read at opening and again at the end. same is null, and problem says why, where they could not be read again or nobody looked.',
)
