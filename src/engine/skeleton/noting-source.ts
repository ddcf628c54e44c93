/** A source that notes what bytes were asked about and not seen: a skeleton, which will not have them, can say it then. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { lookAt } from '../bytes/held.ts'
import type { NotedLook } from './skeleton-facts.ts'

export interface NotingSource {
  readonly source: ByteSource
  /** Each once, in the order in which they were asked about. */
  looks(): readonly NotedLook[]
}

export function notingSource(source: ByteSource): NotingSource {
  const noted = new Map<string, NotedLook>()
  return {
    source: {
      size: source.size,
      read: (offset, length) => source.read(offset, length),
      async lookOf({ offset, length }) {
        const look = lookAt(await source.read(offset, length))
        noted.set(`${offset}+${length}`, { offset, length, look })
        return look
      },
    },
    looks: () => [...noted.values()],
  }
}
