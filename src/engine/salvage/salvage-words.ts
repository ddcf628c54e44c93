/** The ways of salvage: what each does, what it needs, and what it loses, said once. */

/** How the value of a setting is written: sizes and offsets as everywhere, numbers as digits. */
export type SettingKind = 'choice' | 'size' | 'offset' | 'number' | 'guid' | 'text'

export interface SettingWords {
  readonly kind: SettingKind
  /** What its value is, as a noun phrase. */
  readonly what: string
  /** Words that may be its value, each with what it means; of a choice there is nothing else. */
  readonly choices?: Readonly<Record<string, string>>
  /** It has a meaning only where another setting of its way has this value. */
  readonly where?: { readonly setting: string; readonly is: string }
}

export interface SalvageWords {
  /** What has been done then, in a few words. */
  readonly title: string
  /** One sentence: what is in the result that is not in the image. */
  readonly does: string
  /** Where it applies. */
  readonly needs: string
  /** What is given up by it, in general; a plan says it in numbers. */
  readonly loses: string
  /** What `--set` may name: no two ways have one of the same name. */
  readonly settings?: Readonly<Record<string, SettingWords>>
  /** Needs another file, and is a command of its own: none of the ways that are tried. */
  readonly isApart?: true
}

const CHILD = { setting: 'kind', is: 'differencing' } as const

/** The safest first. */
export const SALVAGE_WORDS = {
  identifier: {
    title: 'First 8 bytes anew',
    does: 'The first 8 bytes are written anew; the name of the program that made the file stays as it is.',
    needs: 'A header that is whole.',
    loses: 'Nothing.',
  },
  'second-region-table': {
    title: 'Second region table restored',
    does: 'The damaged region table is written anew, as a copy of the whole one.',
    needs: 'One region table that is whole, and one that is not.',
    loses: 'Nothing.',
  },
  'second-header': {
    title: 'Second header restored',
    does: 'Both headers are written anew, with what the whole one says.',
    needs: 'One header that is whole, and one that is not.',
    loses: 'Nothing, unless the damaged header was the newer one.',
  },
  lengthened: {
    title: 'File lengthened',
    does: 'The file is made as long as its blocks, its regions and its log need.',
    needs: 'A file that ends before something that it names.',
    loses: 'What lay behind the end: it reads as zeros.',
  },
  'by-other-header': {
    title: 'By the other header',
    does: 'The header that is not current counts, and is written into both copies.',
    needs: 'Two headers that lead to different results.',
    loses: 'What was done after that header was written.',
  },
  'log-up-to': {
    title: 'Log up to its last whole entry',
    does: 'The whole entries of the log are applied, up to the last of the sequence that comes closest to being complete.',
    needs: 'A log that must be applied and has no complete sequence, but whole entries.',
    loses: 'What the entries wrote that are not whole.',
  },
  'headers-anew': {
    title: 'Headers made anew',
    does: 'Both headers are made anew, of what their damaged fields and the log prove.',
    needs: 'A file without a valid header in which something else is VHDX.',
    loses: 'The log, unless it is asked for, and perhaps the bond with children of the disk.',
    settings: {
      log: {
        kind: 'choice',
        what: 'the log that the new headers name',
        choices: { none: 'no log', proven: 'that which its entries prove, to be applied' },
      },
    },
  },
  'bat-from-log': {
    title: 'Table of blocks from the log',
    does: 'Sectors of the table of blocks are put back as entries of the log have left them.',
    needs: 'A table of blocks that is empty or damaged, and a log that still holds parts of it.',
    loses: 'What was written since: blocks may hold old bytes, or those of something else.',
    settings: {
      entry: {
        kind: 'number',
        what: 'the SequenceNumber of the last entry of the log that counts',
      },
    },
  },
  'headers-repaired': {
    title: 'Headers without rubbish',
    does: 'Both headers are written with the fields that they have, and without the rubbish behind these.',
    needs: 'Headers of which a known fault of cloud-hypervisor has made the checksums wrong.',
    loses: 'Nothing.',
  },
  'bat-shifted-back': {
    title: 'Table of blocks shifted back',
    does: 'Entries of the table of blocks that QEMU has shifted go back to where they belong.',
    needs:
      'A table that QEMU has shifted, and a log that proves how it was, or entries of sector bitmaps in it.',
    loses:
      'Nothing where the log proves it; else it is only likely, and the last block of a sector may be lost.',
  },
  'bat-linear': {
    title: 'Blocks one after the other',
    does: 'Blocks of a fixed disk that have no place any more get places one after the other.',
    needs: 'A fixed disk whose table of blocks is empty in part, and a place at which it begins.',
    loses: 'Nothing where they lie so, which is likely, and not proven.',
  },
  'region-tables-anew': {
    title: 'Region tables made anew',
    does: 'Both region tables are made anew, for the metadata and the table of blocks that are found in the file.',
    needs:
      'A file without a valid region table, in which one place alone can be that of each, or is named.',
    loses: 'Regions of other kinds.',
    settings: {
      metadata: { kind: 'offset', what: 'where the metadata begin in the file' },
      bat: { kind: 'offset', what: 'where the table of blocks begins in the file' },
      'bat-length': {
        kind: 'size',
        what: 'bytes of the table of blocks, in whole MiB, where no metadata say how many it needs',
      },
    },
  },
  'metadata-anew': {
    title: 'Metadata made anew',
    does: 'The metadata are made anew: what kind of disk it is, its size, and that of its blocks and sectors.',
    needs: 'Region tables that are whole, and metadata that are not; of a child also its parent.',
    loses: 'What the metadata said besides; and all that was read by them, where a value is wrong.',
    settings: {
      'disk-size': { kind: 'size', what: 'bytes of the disk, at most 64TiB' },
      'block-size': { kind: 'size', what: 'bytes of a block: a power of two from 1MiB to 256MiB' },
      'sector-size': {
        kind: 'choice',
        what: 'bytes of a logical sector',
        choices: { '512': 'that of 512n and 512e disks', '4096': 'that of 4Kn disks' },
      },
      'physical-sector-size': {
        kind: 'choice',
        what: 'bytes of a physical sector, by which a guest aligns what it writes',
        choices: { '512': 'that of 512n disks', '4096': 'that of 512e and 4Kn disks' },
      },
      kind: {
        kind: 'choice',
        what: 'the kind of the disk',
        choices: {
          dynamic: 'it grows with what is written',
          fixed: 'it has its full size from the start',
          differencing: 'a child: what it does not have is in its parent',
        },
      },
      'disk-id': {
        kind: 'guid',
        what: 'the identity of the disk, a GUID',
        choices: { new: 'one that is made for the copy' },
      },
      'parent-path': { kind: 'text', what: 'the path of the parent', where: CHILD },
      'parent-id': {
        kind: 'guid',
        what: 'the DataWriteGuid that the parent had when the child was made',
        where: CHILD,
      },
    },
  },
  'without-log': {
    title: 'Without the log',
    does: 'The log is declared empty; everything else stays as it is in the file.',
    needs: 'A log that must be applied, and cannot be or leads into damage.',
    loses: 'What only the log has: the last changes to tables may be missing or torn.',
  },
  relinked: {
    title: 'Linked to the parent as it is now',
    does: 'The child names the parent with the DataWriteGuid that the parent has now, and by the name that it has now.',
    needs: 'A child whose parent was changed, and that parent.',
    loses: 'The warning that the parent was changed: what was written to it since shows through.',
    isApart: true,
  },
} as const satisfies Record<string, SalvageWords>

export type SalvageWayId = keyof typeof SALVAGE_WORDS

/** Those that are tried on an image alone. */
export type TriedWayId = Exclude<SalvageWayId, 'relinked'>

export const SALVAGE_WAYS = (Object.keys(SALVAGE_WORDS) as readonly SalvageWayId[]).filter(
  (way): way is TriedWayId => !('isApart' in SALVAGE_WORDS[way]),
)

/** What `--set` may name for a way. */
export function settingsOf(way: SalvageWayId): Readonly<Record<string, SettingWords>> {
  const { settings = {} }: SalvageWords = SALVAGE_WORDS[way]
  return settings
}

/** Which settings have a meaning beside one value of another only: a sentence for each such value. */
export function conditionSentences(): readonly string[] {
  const names = new Map<string, string[]>()
  for (const [name, { where }] of SALVAGE_WAYS.flatMap((way) => Object.entries(settingsOf(way)))) {
    if (!where) continue
    const condition = `${where.setting} is ${where.is}`
    names.set(condition, [...(names.get(condition) ?? []), name])
  }
  return [...names].map(
    ([condition, some]) =>
      `${some.join(' and ')} ${some.length > 1 ? 'have' : 'has'} a meaning only where ${condition}.`,
  )
}

export const isSalvageWay = (text: string): text is TriedWayId =>
  SALVAGE_WAYS.some((way) => way === text)
