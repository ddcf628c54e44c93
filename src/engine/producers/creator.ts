/** Which program made a file, by the file type identifier: evidence, never more (§2.2.1). */

import type { Identity } from '../image/identify.ts'
import type { Image } from '../image/image.ts'

const creatorOf = ({ values }: Identity): string => values?.creator ?? ''

export const isOfQemu = (identity: Identity): boolean => creatorOf(identity).startsWith('QEMU v')
export const isOfDisk2vhd = (identity: Identity): boolean => creatorOf(identity) === 'd2v'

/** Only QEMU's own files: it makes disks without parents alone. */
export const mayBeShifted = ({
  identity,
  geometry,
}: Pick<Image, 'identity' | 'geometry'>): boolean =>
  isOfQemu(identity) && geometry !== undefined && geometry.kind !== 'differencing'
