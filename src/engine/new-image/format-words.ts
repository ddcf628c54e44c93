/** The formats of new images, by the names that people choose them by. */
import { GIB, MIB } from '../format/layout.ts'

/** raw: the sectors themselves. vhdx: dynamic. vhdx-fixed: with all its blocks. vhd: fixed. */
export const IMAGE_FORMATS = ['raw', 'vhdx', 'vhdx-fixed', 'vhd'] as const
export type ImageFormat = (typeof IMAGE_FORMATS)[number]

/** Of the blocks of a VHDX of whose source nothing says it: in bytes, as Windows has it. */
export const DEFAULT_BLOCK_SIZE = 32 * MIB

/** What a VHD may have at the most, in bytes, as Hyper-V has it; and how everybody writes that. */
export const MAX_VHD_SIZE = 2040 * GIB
export const MAX_VHD_WORDS = '2,040 GiB'

export interface FormatWords {
  /** With its article. */
  readonly name: string
  /** Of its files, without the dot; a raw image may have any that is no other format’s. */
  readonly ending: string
  /** A sentence. */
  readonly use: string
}

export const FORMAT_WORDS: Readonly<Record<ImageFormat, FormatWords>> = {
  raw: {
    name: 'a raw image',
    ending: 'raw',
    use: 'The bytes of the disk and nothing else, for every other program.',
  },
  vhdx: {
    name: 'a dynamic VHDX',
    ending: 'vhdx',
    use: 'Only the blocks that hold something: a compact copy, a chain as one file, a whole image of a damaged one.',
  },
  'vhdx-fixed': {
    name: 'a fixed VHDX',
    ending: 'vhdx',
    use: 'All of its blocks have their place, for hypervisors that ask for it.',
  },
  vhd: {
    name: 'a fixed VHD',
    ending: 'vhd',
    use: `For Azure and older programs: whole MiB, at most ${MAX_VHD_WORDS}.`,
  },
}
