import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ByteRange } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import { MIB } from '../format/layout.ts'
import { SPACE_KINDS, type SpaceKind } from '../format/space-kind.ts'
import { UnitMap } from '../image/bat/unit-map.ts'
import type { Structure, StructureKind } from '../image/structure-map.ts'
import { FileSpace, type SpaceExtent } from './file-space.ts'

const BLOCK_UNITS = 2
/** MiB that are painted: more than any of these files and what is claimed behind them. */
const CANVAS = 64
/** MiB that the map reaches behind the end of a small file. */
const BEHIND = 16

interface Claim {
  readonly kind: 'plain' | 'payload' | 'sector-bitmap' | 'remembered'
  readonly unit: number
  readonly count: number
}

const claims = fc.array(
  fc.record<Claim>({
    kind: fc.constantFrom('plain', 'payload', 'sector-bitmap', 'remembered'),
    unit: fc.oneof({ weight: 9, arbitrary: fc.nat(30) }, fc.constant(2 ** 43)),
    count: fc.integer({ min: 1, max: 4 }),
  }),
  { maxLength: 12 },
)
const NOTHING = { offset: 0, length: 0 }
/** Of whole MiB mostly, as they should be. */
const sizes = fc.oneof(
  fc.integer({ min: 1, max: 40 }).map((mib) => mib * MIB),
  fc.integer({ min: 1, max: 40 * MIB }),
)
const STRUCTURES: readonly StructureKind[] = ['log', 'metadata', 'bat', 'region']
const structures = fc.array(
  fc.record({
    kind: fc.constantFrom(...STRUCTURES),
    at: fc.record({ unit: fc.nat(24), units: fc.integer({ min: 1, max: 4 }) }),
  }),
  { maxLength: 5 },
)

const mibOf = (size: number): number => Math.ceil(size / MIB)

interface Paint {
  owners: number
  structure: StructureKind | undefined
  block: 'payload' | 'sector-bitmap' | undefined
  remembered: boolean
}

/** Bytes between two places where something may begin, all of one MiB. */
const piecesBetween = (edges: readonly number[]): readonly ByteRange[] => {
  const whole = Array.from({ length: CANVAS + 1 }, (_, unit) => unit * MIB)
  const all = [...new Set([...whole, ...edges])].sort((a, b) => a - b)
  return all.slice(1).map((end, i) => ({ offset: all[i] ?? 0, length: end - (all[i] ?? 0) }))
}

/** One piece after the other, with no idea of runs or bits. */
function paint(
  size: number,
  pieces: readonly ByteRange[],
  given: readonly Structure[],
  all: readonly Claim[],
) {
  const canvas = Array.from(
    { length: CANVAS },
    (): Paint => ({ owners: 0, structure: undefined, block: undefined, remembered: false }),
  )
  const each = (unit: number, units: number, brush: (paint: Paint) => void) => {
    for (const dot of canvas.slice(unit, unit + units)) brush(dot)
  }
  for (const { kind, at } of given) {
    each(at.offset / MIB, at.length / MIB, (dot) => {
      dot.owners++
      dot.structure ??= kind
    })
  }
  for (const { kind, unit, count } of all) {
    if (unit === 0) continue
    const units = kind === 'sector-bitmap' ? 1 : BLOCK_UNITS
    if (kind === 'remembered') {
      each(unit, units, (dot) => {
        dot.remembered = true
      })
      continue
    }
    each(unit, kind === 'plain' ? count * units : units, (dot) => {
      dot.owners++
      if (dot.block !== 'payload') dot.block = kind === 'sector-bitmap' ? kind : 'payload'
    })
  }
  return pieces.map(({ offset }): SpaceKind | undefined => {
    const dot = canvas[Math.floor(offset / MIB)]
    if (dot === undefined || offset >= mibOf(size) * MIB + BEHIND * MIB) return undefined
    const { owners, structure, block, remembered } = dot
    if (offset >= size) return owners > 0 ? 'past-end' : undefined
    if (owners > 1) return 'overlap'
    if (structure) return structure as SpaceKind
    return block ?? (remembered ? 'remembered' : 'free')
  })
}

test('owns what a canvas says that is painted piece by piece', () => {
  fc.assert(
    fc.property(
      sizes,
      structures,
      claims,
      fc.array(fc.nat(50), { maxLength: 4 }),
      fc.tuple(fc.nat(50 * MIB), fc.nat(50 * MIB)),
      (size, given, all, marked, [one, other]) => {
        const named = given.map(
          ({ kind, at }, i): Structure => ({
            kind,
            name: `${kind} ${i}`,
            at: { offset: at.unit * MIB, length: at.units * MIB },
          }),
        )
        const space = new FileSpace(size, BLOCK_UNITS, named)
        const needed = BLOCK_UNITS * MIB
        for (const { kind, unit, count } of all) {
          if (kind === 'remembered') space.remember(unit, BLOCK_UNITS)
          else if (kind === 'sector-bitmap') {
            space.place({ index: 0, isPayload: false, unit, units: 1, needed: MIB })
          } else {
            const blocks = kind === 'plain' ? count : 1
            if (kind === 'plain' && space.placePlain(unit, blocks)) continue
            for (let i = 0; i < blocks; i++) {
              const at = unit === 0 ? 0 : unit + i * BLOCK_UNITS
              space.place({ index: 0, isPayload: true, unit: at, units: BLOCK_UNITS, needed })
            }
          }
        }
        const marks = new UnitMap(CANVAS * MIB)
        for (const unit of marked) marks.take(unit, 1)
        const [from, to] = [Math.min(one, other), Math.max(one, other)]
        const pieces = piecesBetween([size, from, to])
        const painted = paint(size, pieces, named, all)

        const kindsIn = (extents: readonly SpaceExtent[]) =>
          pieces.map(
            (piece) =>
              extents.find((each) => each.offset <= piece.offset && endOf(piece) <= endOf(each))
                ?.kind,
          )
        const extents = [...space.extents(0, CANVAS * MIB, marks)]
        let end = 0
        for (const { offset, length, structure, marked: isMarked } of extents) {
          expect(offset).toBeGreaterThanOrEqual(end)
          expect(length).toBeGreaterThan(0)
          end = offset + length
          const first = Math.floor(offset / MIB)
          const units = Array.from({ length: mibOf(end) - first }, (_, i) => first + i)
          const hits = units.filter((unit) => marked.includes(unit))
          expect(isMarked).toBe(hits.length > 0)
          if (!structure && isMarked) expect(hits).toEqual(units)
        }
        expect(kindsIn(extents)).toEqual(painted)

        // A part of it is the whole, cut.
        const isInPart = ({ offset }: ByteRange) => offset >= from && offset < to
        expect(kindsIn([...space.extents(from, to, marks)])).toEqual(
          painted.map((kind, i) => (isInPart(pieces[i] ?? NOTHING) ? kind : undefined)),
        )

        const sums = (isMeant: (piece: ByteRange) => boolean) =>
          SPACE_KINDS.map((kind) =>
            pieces.reduce(
              (sum, piece, i) => sum + (painted[i] === kind && isMeant(piece) ? piece.length : 0),
              0,
            ),
          )
        expect([...space.measure(0, CANVAS * MIB)]).toEqual(sums(() => true))
        expect([...space.measure(from, to)]).toEqual(sums(isInPart))
        const isMarked = ({ offset }: ByteRange) => marked.includes(Math.floor(offset / MIB))
        expect([...space.measure(from, to, [marks])]).toEqual([
          ...sums((piece) => isInPart(piece) && !isMarked(piece)),
          ...sums((piece) => isInPart(piece) && isMarked(piece)),
        ])
        const isFar = (end: number) => end > mibOf(size) + BEHIND
        const ends = all.flatMap(({ kind, unit, count }) => {
          if (unit === 0 || kind === 'remembered') return []
          return [
            unit + (kind === 'sector-bitmap' ? 1 : (kind === 'plain' ? count : 1) * BLOCK_UNITS),
          ]
        })
        expect(space.beyond !== undefined).toBe(
          ends.some(isFar) || given.some(({ at }) => isFar(at.unit + at.units)),
        )
      },
    ),
    { numRuns: 600 },
  )
})

test('a file that ends within a MiB ends there, and a block that needs more goes past its end', () => {
  const size = 4 * MIB + 512
  const kinds = (needed: number) => {
    const space = new FileSpace(size, 2, [])
    space.place({ index: 0, isPayload: true, unit: 3, units: 2, needed })
    const extents = [...space.extents(0, Number.POSITIVE_INFINITY)]
    const sums = SPACE_KINDS.map((kind) =>
      extents.reduce((sum, each) => (each.kind === kind ? sum + each.length : sum), 0),
    )
    expect([...space.measure(0, Number.POSITIVE_INFINITY)]).toEqual(sums)
    return extents.map(({ kind, offset, length }) => [kind, offset, length])
  }
  const inFile = [
    ['free', 0, 3 * MIB],
    ['payload', 3 * MIB, MIB + 512],
  ]
  // The disk's last block, of which no more is needed.
  expect(kinds(MIB + 512)).toEqual(inFile)
  const cut = ['past-end', size, MIB - 512]
  expect(kinds(MIB + 1024)).toEqual([...inFile, cut])
  expect(kinds(2 * MIB)).toEqual([...inFile, cut])
})

test('what lies nowhere near the file is counted, and takes no room', () => {
  const space = new FileSpace(8 * MIB, 256, [
    { kind: 'region', name: 'far', at: { offset: 2 ** 50, length: MIB } },
  ])
  const needed = 256 * MIB
  space.place({ index: 7, isPayload: true, unit: 2 ** 44 - 1, units: 256, needed })
  expect(space.beyond).toEqual({ owners: 2, furthest: 2 ** 44 + 255 })
  expect(space.units).toBeLessThanOrEqual(8 + 16)
  expect(new FileSpace(2 ** 52, 1, []).uncharted).toBe(2 ** 52 - 2 ** 47)
})
