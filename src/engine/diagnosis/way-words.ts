/** The ways out of a diagnosis: what each does, what it needs, and the command that does it. */

export interface Way {
  /** One sentence. */
  readonly does: string
  /** Behind the program's name; IMAGE and OUT stand for files. */
  readonly command?: string
}

export const ways = {
  'copy-again': {
    does: 'Copy or download the file again, and compare its size with that of the original.',
  },
  export: {
    does: 'Export the disk as a raw image; what cannot be read is zero in it, and is listed.',
    command: 'export IMAGE OUT',
  },
  'export-before': {
    does: 'Export the disk as it is in the file, without the log: what the log was about may be torn in it.',
    command: 'export IMAGE OUT --before',
  },
  'export-unowned': {
    does: 'Export the space of the file that nobody owns, for a program that looks for files in it.',
    command: 'export IMAGE OUT --unowned',
  },
  repaired: {
    does: 'Write what the file itself proves, to be put into a copy of it.',
    command: 'repaired IMAGE OUT',
  },
  'salvage-identifier': {
    does: 'Write a copy whose first 8 bytes are right; nothing else changes.',
    command: 'salvage IMAGE OUT --way identifier',
  },
  'salvage-second-header': {
    does: 'Write a copy with both headers whole.',
    command: 'salvage IMAGE OUT --way second-header',
  },
  'salvage-second-region-table': {
    does: 'Write a copy with both region tables whole.',
    command: 'salvage IMAGE OUT --way second-region-table',
  },
  'salvage-lengthened': {
    does: 'Write a copy that is long enough; what is lost reads as zeros.',
    command: 'salvage IMAGE OUT --way lengthened',
  },
  'salvage-headers-anew': {
    does: 'Write a copy with headers made anew; without the log, unless it is proven.',
    command: 'salvage IMAGE OUT --way headers-anew',
  },
  'salvage-by-other-header': {
    does: 'Write a copy in which the other header counts.',
    command: 'salvage IMAGE OUT --way by-other-header',
  },
  'salvage-log-up-to': {
    does: 'Write a copy to which the whole entries of the log are applied.',
    command: 'salvage IMAGE OUT --way log-up-to',
  },
  'salvage-bat-from-log': {
    does: 'Write a copy with the table of blocks as far as the log still holds it.',
    command: 'salvage IMAGE OUT --way bat-from-log',
  },
  'salvage-headers-repaired': {
    does: 'Write a copy whose headers have their fields, and nothing behind these.',
    command: 'salvage IMAGE OUT --way headers-repaired',
  },
  'salvage-bat-shifted-back': {
    does: 'Write a copy with the blocks where they belong, as the log proves it, or as is likely.',
    command: 'salvage IMAGE OUT --way bat-shifted-back',
  },
  'salvage-bat-linear': {
    does: 'Write a copy in which the blocks of a fixed disk are where they mostly are: one after the other.',
    command: 'salvage IMAGE OUT --way bat-linear',
  },
  'salvage-region-tables-anew': {
    does: 'Write a copy with region tables for the metadata and the table of blocks that are found in the file.',
    command: 'salvage IMAGE OUT --way region-tables-anew',
  },
  'salvage-metadata-anew': {
    does: 'Write a copy with metadata made anew, of what is left of them and what the file suggests.',
    command: 'salvage IMAGE OUT --way metadata-anew',
  },
  'salvage-without-log': {
    does: 'Write a copy that can be opened, as the disk is in the file, without the log.',
    command: 'salvage IMAGE OUT --way without-log',
  },
  'salvage-together': {
    does: 'Write a copy in which all of them are made anew: one alone leads to nothing that can be opened.',
    command: 'salvage IMAGE OUT --way WAYS',
  },
  'salvage-with-value': {
    does: 'Say what the file does not tell, or tells in several ways: what it can be is listed, and with it a copy can be made.',
    command: 'salvage IMAGE',
  },
  backup: {
    does: 'Look for a copy from before: a backup, or a shadow copy or checkpoint of the host. For some programs that encrypt there are free ones that decrypt. Keep this file.',
  },
  findings: { does: 'Look at the findings: each says which bytes break which rule.' },
  'give-parent': {
    does: 'Give the file of the parent: the disk is read through it.',
    command: 'inspect IMAGE --parent PARENT',
  },
  'accept-changed': {
    does: 'Read the disk through the changed parent at your own risk; all that is made so says it.',
    command: 'inspect IMAGE --parent PARENT --accept-changed-parent',
  },
  'parent-before': {
    does: 'Read the disk through the parent as it is in the file, without its replay, at your own risk.',
    command: 'inspect IMAGE --parent-before PARENT',
  },
  'parent-salvaged': {
    does: 'Read the disk through the parent as its own salvage would leave it, at your own risk; no file is changed.',
    command: 'inspect IMAGE --parent-salvaged PARENT',
  },
  'rename-parent': {
    does: 'Give the parent the name, and the place, by which the child looks for it.',
  },
  relink: {
    does: 'Write a copy of the child that names the parent as it is now; what was written to it since shows through.',
    command: 'relink IMAGE OUT --parent PARENT',
  },
  'check-copy': {
    does: 'Let the tool of the file system check a copy, and never the only one; its commands are named above.',
  },
  'guest-mounts': {
    does: 'Do nothing: whoever mounts the file system for writing finishes that first.',
  },
  'guest-grows': { does: 'Let the guest make the file system larger, where it needs the room.' },
  original: {
    does: 'Keep the file as it is, and look for a backup: too little of it is left to read a disk from.',
  },
} as const satisfies Record<string, Way>

export type WayId = keyof typeof ways
