/** The descriptors of a recipe's entry as updates, counted before they are made. */
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import { descriptorSectors } from '../format/log-entry.ts'
import { batSectorsOf } from './compose-log.ts'
import type { UpdateDescription } from './description.ts'
import type { RecipeDescriptor } from './recipe.ts'
import { bigOf, contentOf } from './recipe-values.ts'

/** What an entry has to hold. */
export interface Load {
  readonly descriptors: number
  readonly dataSectors: number
}

export function loadOf(descriptors: readonly RecipeDescriptor[]): Load {
  let [all, data] = [0, 0]
  for (const descriptor of descriptors) {
    const count =
      descriptor.kind === 'bat' ? batSectorsOf(descriptor.entries).length : (descriptor.count ?? 1)
    all += count
    if (descriptor.kind !== 'zero') data += count
  }
  return { descriptors: all, dataSectors: data }
}

/** Bytes that it takes in the ring. */
export const lengthOf = ({ descriptors, dataSectors }: Load): number =>
  (descriptorSectors(descriptors) + dataSectors) * LOG_SECTOR_SIZE

export const updatesOf = (descriptors: readonly RecipeDescriptor[]): readonly UpdateDescription[] =>
  descriptors.flatMap(describe)

function describe(descriptor: RecipeDescriptor): UpdateDescription[] {
  if (descriptor.kind === 'bat') return [{ kind: 'bat', changes: descriptor.entries }]
  const { count = 1 } = descriptor
  const start = bigOf(descriptor.fileOffset)
  if (descriptor.kind === 'zero') {
    const length = bigOf(descriptor.length)
    return Array.from({ length: count }, (_, index) => {
      return { kind: 'zero', fileOffset: place(start, index, length), length }
    })
  }
  const bytes = contentOf(descriptor, LOG_SECTOR_SIZE)
  return Array.from({ length: count }, (_, index) => {
    return { kind: 'data', fileOffset: place(start, index, BigInt(LOG_SECTOR_SIZE)), bytes }
  })
}

/** What would be beyond 64 bits starts again at 0, as the field does. */
const place = (start: bigint, index: number, length: bigint): bigint =>
  BigInt.asUintN(64, start + BigInt(index) * length)

/**
 * What to add to `updates`, the last of which has data, so that the entry is `length` bytes long: the
 * last one again and again.
 */
export function filling(
  updates: readonly UpdateDescription[],
  load: Load,
  length: number,
): readonly UpdateDescription[] {
  const lengthWith = (count: number): number =>
    lengthOf({ descriptors: load.descriptors + count, dataSectors: load.dataSectors + count })
  let count = 0
  while (lengthWith(count + 1) <= length) count++
  const last = updates.at(-1)
  const added = last ? Array.from({ length: count }, () => singleSector(last)) : []
  if (lengthWith(count) === length) return added
  // Another data descriptor would need two sectors, its own and one for descriptors; this one needs the latter.
  return [...added, { kind: 'zero', fileOffset: 0n, length: 0n }]
}

/** The last of an update's data sectors. */
function singleSector(update: UpdateDescription): UpdateDescription {
  if (update.kind !== 'bat') return update
  const last = Object.entries(update.changes).slice(-1)
  return { kind: 'bat', changes: Object.fromEntries(last) }
}
