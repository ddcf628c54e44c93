/** Searching for bytes in the file or its virtual disk. */
import type { Refused } from '../../engine/bytes/refused.ts'
import type { Match, SearchResult } from '../../engine/search/find-bytes.ts'
import type { SearchInput } from '../../engine/search/pattern.ts'
import { call } from './call.ts'
import type { Reading } from './file.ts'

/**
 * structures: of the file, its header section, log, metadata and BAT. changes: what the update writes in the file, or
 * changes on the disk. all: every byte that is stored.
 */
export const SEARCH_SCOPES = ['structures', 'changes', 'all'] as const
export type SearchScope = (typeof SEARCH_SCOPES)[number]

export interface SearchPlace {
  readonly within: 'file' | 'disk'
  readonly scope: SearchScope
}

/** `upTo` counts for the file only. */
export type SearchWish = SearchInput & SearchPlace & Reading

export type SearchAnswer =
  | (SearchResult & {
      readonly ok: true
      /** Bytes of the disk in files that are missing or damaged. */
      readonly unreadableBytes: number
    })
  | Refused

export const search = {
  /** How many bytes a search of each scope would read. Scopes that do not apply are left out. */
  sizes: call<
    Pick<SearchPlace, 'within'> & Reading,
    Readonly<Partial<Record<SearchScope, number>>>
  >(),
  /** Gives matches as they are found, in order of offset. Progress in bytes. */
  find: call<SearchWish, SearchAnswer, readonly Match[]>(),
}
