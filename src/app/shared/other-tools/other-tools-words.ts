/** What programs other than QEMU make of a file like this one, with the reason: in words, not found out. */
import type { Inspection } from '../../../engine/inspect/inspection.ts'

export interface ToolWords {
  readonly name: string
  /** What it does with the log. */
  readonly does: string
  /** What it shows of the disk then. */
  readonly shows: string
}

const NAMES = {
  windows: 'Windows',
  sevenZip: '7-Zip',
  libvhdi: 'libvhdi',
  virtualBox: 'VirtualBox',
}

type Kind = 'clean' | 'replayable' | 'log-refused' | 'refused' | 'not-vhdx'

/** A refusal for the log's sake is none for those who never look at it. */
function kindOf({ outcome, refusal }: Inspection): Kind {
  if (outcome !== 'refused') return outcome
  const isLogs = refusal && /^(log|replay)\./.test(refusal.rule)
  return isLogs ? 'log-refused' : 'refused'
}

const READERS = {
  sevenZip: 'It never replays a log: it only reads archives.',
  libvhdi: 'It ignores the log, and does not say so.',
  virtualBox: 'It never replays a log.',
} as const

const WINDOWS: Readonly<Record<Kind, Omit<ToolWords, 'name'>>> = {
  clean: { does: 'It has nothing to replay.', shows: 'The disk as it is.' },
  replayable: {
    does: 'It replays the log before anything else when the disk is attached, and so changes the file.',
    shows: 'The disk after the replay, as this app does.',
  },
  'log-refused': {
    does: 'It has to refuse the file: its log must be replayed and cannot be.',
    shows: 'Nothing. It says that the file is corrupt.',
  },
  refused: {
    does: 'It has to refuse the file, as MS-VHDX asks for.',
    shows: 'Nothing. It says that the file is corrupt.',
  },
  'not-vhdx': { does: 'It finds no VHDX in it.', shows: 'Nothing.' },
}

const READER_SHOWS: Readonly<Record<Kind, string>> = {
  clean: 'The disk as it is: nothing is in the log that counts.',
  replayable: 'The disk as it was before the replay, without a word about what is missing.',
  'log-refused':
    'The disk as it is on disk, as if nothing were wrong: what the log would have mended is torn.',
  refused: 'Whatever it can read of the rest, or nothing: it does not ask what MS-VHDX asks.',
  'not-vhdx': 'Nothing of a VHDX.',
}

/** In the order in which they are shown. */
export function otherTools(inspection: Inspection): readonly ToolWords[] {
  const kind = kindOf(inspection)
  const shows = READER_SHOWS[kind]
  const isNoVhdx = kind === 'not-vhdx'
  const reader = (tool: keyof typeof READERS): ToolWords => ({
    name: NAMES[tool],
    does: isNoVhdx ? 'It finds no VHDX in it.' : READERS[tool],
    shows,
  })
  return [
    { name: NAMES.windows, ...WINDOWS[kind] },
    reader('sevenZip'),
    reader('libvhdi'),
    lacksRequired(inspection)
      ? {
          name: NAMES.virtualBox,
          does: 'It refuses the file: its regions are not marked as required, as QEMU leaves them.',
          shows: 'Nothing.',
        }
      : reader('virtualBox'),
  ]
}

/** Images that QEMU has made. */
const lacksRequired = ({ findings }: Inspection): boolean =>
  findings.some(({ rule, counts }) => rule === 'region.required-flag-clear' && counts)
