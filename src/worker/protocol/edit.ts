/** Changes of the kept image that is open: previewed, journalled, replayed in place. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import type { Edit } from '../../engine/journal/edit.ts'
import type { EditPreview } from '../../engine/journal/edit-preview.ts'
import { call } from './call.ts'
import type { Opened } from './file.ts'

/** What becomes of a journal: applied, or left in the log so that the image is dirty. */
export type CommitEnd = 'apply' | 'leave-in-log'

export const edit = {
  /** What a journal of `edits` would do to the kept image that is open; nothing is written. */
  preview: call<{ readonly edits: readonly Edit[] }, EditPreview>(),
  /**
   * As `file.read`, of the kept image as a journal of `edits` would leave it, headers and log aside:
   * the edits are made, and nothing else.
   */
  read: call<ByteRange & { readonly edits: readonly Edit[] }, Uint8Array>(),
  /** Journals `edits` in the kept image that is open, and opens it again. */
  commit: call<{ readonly edits: readonly Edit[]; readonly end: CommitEnd }, Opened>({
    stores: true,
  }),
  /** Replays the log of the kept image that is open, in place, and opens it again. */
  replay: call<object, Opened>({ stores: true }),
}
