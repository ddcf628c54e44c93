/** What is added to a recipe on a click: right as it is, and as short as it can be. */
import type {
  Path,
  RecipeDescriptor,
  RecipeFault,
  RecipeFaultKind,
} from '../../../../engine/compose/recipe.ts'
import { LOG_SECTOR_SIZE } from '../../../../engine/format/layout.ts'
import type { Inspection } from '../../../../engine/inspect/inspection.ts'
import { keysAt, listAt, valueAt } from './recipe-edit.ts'

export const ENTRIES: Path = ['log', 'entries']

interface FaultWords {
  readonly name: string
  readonly template: RecipeFault
}

/** In the order of the buttons: first what goes wrong by itself, then what is made by hand. */
export const FAULTS: Readonly<Record<RecipeFaultKind, FaultWords>> = {
  'bad-checksum': {
    name: 'Bad CRC',
    template: { kind: 'bad-checksum' },
  },
  'torn-sector': {
    name: 'Torn sector',
    template: { kind: 'torn-sector' },
  },
  'lost-sector': {
    name: 'Lost sector',
    template: { kind: 'lost-sector' },
  },
  'stale-guid': {
    name: 'Stale GUID',
    template: { kind: 'stale-guid' },
  },
  gap: {
    name: 'Gap',
    template: { kind: 'gap' },
  },
  wrap: {
    name: 'Wrap',
    template: { kind: 'wrap' },
  },
  'full-ring': {
    name: 'Full ring',
    template: { kind: 'full-ring' },
  },
  header: {
    name: 'Header field',
    template: { kind: 'header' },
  },
  patch: {
    name: 'Patch',
    template: { kind: 'patch', at: 0, bytes: '' },
  },
  flip: {
    name: 'Flipped byte',
    template: { kind: 'flip', at: 64 },
  },
}

export const FAULT_KINDS = Object.keys(FAULTS) as readonly RecipeFaultKind[]

export const DESCRIPTOR_KINDS = ['bat', 'data', 'zero'] as const
export type DescriptorKind = RecipeDescriptor['kind']

/** The first index of the BAT that no entry of the recipe changes yet. */
function freeBatIndex(recipe: unknown): number {
  const taken = new Set(
    listAt(recipe, ENTRIES).flatMap((entry) =>
      listAt(entry, ['descriptors']).flatMap((descriptor) => keysAt(descriptor, ['entries'])),
    ),
  )
  let index = 0
  while (taken.has(String(index))) index++
  return index
}

/** The last sector before the BAT: of a new disk that is the end of the metadata region, which nothing uses. */
export const scratchPlace = ({ before: { bat } }: Pick<Inspection, 'before'>): number =>
  Math.max(0, (bat?.offset ?? 0) - LOG_SECTOR_SIZE)

/** `scratch` is a place in the file where a sector may be written that nothing uses. */
export function newDescriptor(
  kind: DescriptorKind,
  recipe: unknown,
  scratch: number,
): RecipeDescriptor {
  switch (kind) {
    case 'bat':
      return { kind, entries: { [freeBatIndex(recipe)]: { state: 'zero' } } }
    case 'data':
      return { kind, fileOffset: scratch, fill: 0xa5 }
    case 'zero':
      return { kind, fileOffset: scratch, length: LOG_SECTOR_SIZE }
  }
}

/** A row for the BAT, behind those that `path` has. */
export function nextBatIndex(recipe: unknown, path: Path): string {
  const indices = keysAt(recipe, path).map(Number).filter(Number.isSafeInteger)
  return String(Math.max(-1, ...indices) + 1)
}

const kindsIn = (list: readonly unknown[]): readonly unknown[] =>
  list.map((item) => valueAt(item, ['kind']))

/** "2 BAT, 1 data", in the order of the buttons. */
export function descriptorWords(entry: unknown): string {
  const kinds = kindsIn(listAt(entry, ['descriptors']))
  const counts = DESCRIPTOR_KINDS.map((kind) => ({
    name: kind === 'bat' ? 'BAT' : kind,
    count: kinds.filter((each) => each === kind).length,
  }))
  const present = counts.filter(({ count }) => count > 0)
  if (present.length === 0) return 'no descriptors'
  return present.map(({ name, count }) => `${count} ${name}`).join(', ')
}

/** "Bad CRC, Gap"; empty without faults. */
export function faultWords(entry: unknown): string {
  const kinds = kindsIn(listAt(entry, ['faults']))
  return FAULT_KINDS.filter((kind) => kinds.includes(kind))
    .map((kind) => FAULTS[kind].name)
    .join(', ')
}
