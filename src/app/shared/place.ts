/** What the place under the cursor means for moving about: its structure, its field, what contains it. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { endOf } from '../../engine/bytes/ranges.ts'
import type { Place, PlaceStep } from '../../engine/places/place.ts'

const isField = (step: PlaceStep): boolean => step.value !== undefined

export const fieldOf = (place: Place | undefined): PlaceStep | undefined =>
  place?.path.findLast(isField)

/** The innermost step that has fields rather than is one. */
export const structureOf = (place: Place | undefined): ByteRange | undefined =>
  place?.path.findLast((step) => !isField(step))?.at

/** For the name of a byte: its field, and of what. */
export const placeWords = (place: Place | undefined): string | undefined =>
  place?.path
    .slice(-2)
    .map(({ name }) => name)
    .join(' ')

/** The smallest step that contains more than is selected; `undefined` where nothing does. */
export const parentOf = (
  place: Place | undefined,
  { offset, length }: ByteRange,
): ByteRange | undefined =>
  place?.path.findLast(
    ({ at }) => at.offset <= offset && endOf(at) >= offset + length && at.length > length,
  )?.at
