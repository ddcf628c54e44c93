/** What stands in the place of a header while a patch is being applied (docs/patch-format.md). */
import type { Header } from './header.ts'

/** Its first four bytes, where a header has its signature. */
export const PATCH_MARK = 'vhdp'

/** Whether these are the fields of a mark, read as if it were a header. */
export const isPatchMark = (values: Pick<Header, 'signature'> | undefined): boolean =>
  values?.signature === PATCH_MARK

/** To whoever finds it. */
export const INTERRUPTED_PATCH =
  'A patch of this file was interrupted, and its headers are the mark of that. Apply the patch again, or take it back.'
