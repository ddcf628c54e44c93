/** What a fuzzer does to an image: fields set to dangerous values, bytes flipped, sectors moved, the end cut off. */
import fc from 'fast-check'
import type { SparseFile } from '../engine/compose/sparse-file.ts'
import { LOG_SECTOR_SIZE, MIB } from '../engine/format/layout.ts'
import type { MutationTarget } from './mutation-targets.ts'

/** Targets, fields and places are chosen by any number, taken modulo how many there are. */
export type Mutation =
  | {
      readonly kind: 'field'
      readonly target: number
      readonly field: number
      readonly value: FieldValue
      readonly seal: boolean
    }
  | {
      readonly kind: 'flip'
      readonly target: number
      readonly at: number
      readonly mask: number
      readonly seal: boolean
    }
  /** A sector of the log is copied over another one. */
  | { readonly kind: 'splice'; readonly from: number; readonly to: number }
  | { readonly kind: 'resize'; readonly size: number }
  /** The file ends somewhere near to the beginning of a structure. */
  | { readonly kind: 'cut'; readonly target: number; readonly by: number }

type FieldValue = { readonly set: bigint } | { readonly add: bigint }

const DANGEROUS = [
  0n,
  1n,
  4096n,
  2n ** 20n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 32n - 4096n,
  2n ** 53n - 4096n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 53n + 1n,
  2n ** 60n,
  2n ** 63n,
  2n ** 64n - 4096n,
  2n ** 64n - 1n,
]
const STEPS = [1n, -1n, 512n, 4096n, -4096n, 2n ** 20n, -(2n ** 20n)]

const value: fc.Arbitrary<FieldValue> = fc.oneof(
  fc.constantFrom(...DANGEROUS).map((set) => ({ set })),
  fc.constantFrom(...STEPS).map((add) => ({ add })),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((set) => ({ set })),
)

export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('field' as const),
      target: fc.nat(),
      field: fc.nat(),
      value,
      seal: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('flip' as const),
      target: fc.nat(),
      at: fc.nat(),
      mask: fc.integer({ min: 1, max: 255 }),
      seal: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('splice' as const),
      from: fc.nat({ max: 255 }),
      to: fc.nat({ max: 255 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('resize' as const), size: fc.nat({ max: 16 * MIB }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('cut' as const),
      target: fc.nat(),
      by: fc.integer({ min: -2 * LOG_SECTOR_SIZE, max: 2 * LOG_SECTOR_SIZE }),
    }),
  },
)

export async function mutate(
  file: SparseFile,
  targets: readonly MutationTarget[],
  mutation: Mutation,
): Promise<void> {
  if (mutation.kind === 'resize') {
    file.setSize(mutation.size)
    return
  }
  if (mutation.kind === 'splice') {
    const [from, to] = [mutation.from, mutation.to].map((slot) => MIB + slot * LOG_SECTOR_SIZE)
    if (from === undefined || to === undefined || file.size < 2 * MIB) return
    file.put(to, file.take(from, LOG_SECTOR_SIZE))
    return
  }
  const target = targets[mutation.target % targets.length]
  if (mutation.kind === 'cut') {
    file.setSize(Math.max(0, (target?.at ?? 0) + mutation.by))
    return
  }
  if (target === undefined || target.at + target.size > file.size) return
  const bytes = file.take(target.at, target.size)
  if (mutation.kind === 'flip') {
    const at = mutation.at % bytes.length
    bytes[at] = (bytes[at] ?? 0) ^ mutation.mask
  } else {
    const field = target.fields[mutation.field % target.fields.length]
    if (field) setField(bytes.subarray(field.offset, field.offset + field.size), mutation.value)
  }
  file.put(target.at, bytes)
  if (mutation.seal) await target.seal(file)
}

/** Little-endian, as many bytes as the field has, at most eight. */
function setField(field: Uint8Array, value: FieldValue): void {
  const width = Math.min(field.length, 8)
  let old = 0n
  for (let i = width - 1; i >= 0; i--) old = old * 256n + BigInt(field[i] ?? 0)
  let next = BigInt.asUintN(64, 'set' in value ? value.set : old + value.add)
  for (let i = 0; i < width; i++, next /= 256n) field[i] = Number(next % 256n)
}
