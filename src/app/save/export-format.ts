/** What the export dialog says of the format that was chosen. */
import type { Bounds } from '../../engine/account/estimate.ts'
import { formatBytes } from '../../engine/bytes/format.ts'
import { type Refused, refused } from '../../engine/bytes/refused.ts'
import { MIB } from '../../engine/format/layout.ts'
import {
  FORMAT_WORDS,
  type ImageFormat,
  MAX_VHD_SIZE,
  MAX_VHD_WORDS,
} from '../../engine/new-image/format-words.ts'
import type { ImageWish } from '../../worker/protocol/disk.ts'

export interface FormatChoice {
  readonly format: ImageFormat
  /** Of a VHDX; nothing: as in the open file. */
  readonly blockSize: number | undefined
  readonly keepsId: boolean
  readonly dropsFree: boolean
}

export const RAW: FormatChoice = {
  format: 'raw',
  blockSize: undefined,
  keepsId: false,
  dropsFree: false,
}

/** What of the choice has a meaning for its format. */
export function formatWish({
  format,
  blockSize,
  keepsId,
  dropsFree,
}: FormatChoice): Pick<ImageWish, 'format' | 'blockSize' | 'keepsId' | 'dropsFree'> {
  const isVhdx = format === 'vhdx' || format === 'vhdx-fixed'
  return {
    format,
    ...(isVhdx && { blockSize, keepsId }),
    ...(format === 'vhdx' && dropsFree && { dropsFree }),
  }
}

type FormatLead = { readonly ok: true; readonly lead: string } | Refused

/** A part of a disk. Sizes in bytes. */
interface LeadPart {
  readonly length: number
  readonly sectorSize: number
  /** Of a VHDX that grows, where that is known beforehand. */
  readonly size: Bounds | undefined
}

/** What becomes of a part: a sentence or two. */
export function formatLead(
  format: ImageFormat,
  { length, sectorSize, size }: LeadPart,
): FormatLead {
  const { name } = FORMAT_WORDS[format]
  switch (format) {
    case 'raw':
      return {
        ok: true,
        lead: `A new file of ${formatBytes(length)}: the bytes that a guest reads, and nothing else.`,
      }
    case 'vhdx':
      return {
        ok: true,
        lead: `${name} with the blocks that hold something. ${sizeWords(size)}`,
      }
    case 'vhdx-fixed':
      return { ok: true, lead: `${name} of ${formatBytes(length)} and some MiB for its tables.` }
    case 'vhd':
      return vhdLead(length, sectorSize)
  }
}

function sizeWords(size: Bounds | undefined): string {
  if (size === undefined) {
    return 'Its size is known when these have been found.'
  }
  return size.atLeast === size.atMost
    ? `It will be ${formatBytes(size.atMost)}.`
    : `It will be at most ${formatBytes(size.atMost)}: blocks that turn out to be all zeros are left out.`
}

function vhdLead(length: number, sectorSize: number): FormatLead {
  const whole = Math.ceil(length / MIB) * MIB
  if (whole > MAX_VHD_SIZE) return refused(`A VHD has at most ${MAX_VHD_WORDS}.`)
  const padded =
    whole > length ? `, of which ${formatBytes(whole - length)} of zeros are behind the disk` : ''
  const sectors =
    sectorSize === 512
      ? ''
      : ` Its sectors have 512 bytes, but those of this disk ${sectorSize}: a guest may not find what is on it.`
  return {
    ok: true,
    lead: `${FORMAT_WORDS.vhd.name} of ${formatBytes(whole)}${padded}.${sectors}`,
  }
}
