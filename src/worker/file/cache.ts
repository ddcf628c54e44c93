/** How files are cached: blocks small enough for single sectors, and room for the log of most files. */
import type { CacheOptions } from '../../engine/bytes/cached-source.ts'
import { KIB } from '../../engine/format/layout.ts'

/** 32 MiB in all; the windows of a pass over a BAT, of 4 MiB, are read but once. */
export const CACHE: CacheOptions = { blockSize: 64 * KIB, capacity: 512, longest: 32 }
