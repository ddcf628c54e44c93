/** The verdict on what is not a VHDX: what it is instead, and what that means for the user. */

import { formatBytes } from '../../../engine/bytes/format.ts'
import type { FileKind } from '../../../engine/image/file-kind.ts'
import type { Inspection } from '../../../engine/inspect/inspection.ts'
import { OUTCOME_WORDS } from '../../../engine/inspect/outcome-words.ts'
import type { Verdict } from './verdict.ts'

const WORDS: Readonly<Record<FileKind, { readonly title: string; readonly note: string }>> = {
  vhdx: {
    title: 'This begins like a VHDX, but it cannot be read as one.',
    note: 'The findings say what is missing.',
  },
  vhd: {
    title: 'This is a VHD, not a VHDX.',
    note: 'The older format of Virtual PC and Hyper-V, with the cookie “conectix”. It has no log.',
  },
  vmdk: {
    title: 'This is a VMDK, not a VHDX.',
    note: 'A disk of VMware.',
  },
  qcow2: {
    title: 'This is a QCOW2 image, not a VHDX.',
    note: 'A disk of QEMU.',
  },
  vdi: {
    title: 'This is a VDI, not a VHDX.',
    note: 'A disk of VirtualBox.',
  },
  'raw-gpt': {
    title: 'This is a raw disk with a GPT, not a VHDX.',
    note: 'It holds the sectors of the disk themselves, without a container.',
  },
  'raw-mbr': {
    title: 'This is a raw disk with an MBR, not a VHDX.',
    note: 'It holds the sectors of the disk themselves, without a container.',
  },
  zip: {
    title: 'This is a ZIP archive, not a VHDX.',
    note: 'The image may be inside: extract it first.',
  },
  gzip: {
    title: 'This is a gzip archive, not a VHDX.',
    note: 'The image may be inside: extract it first.',
  },
  iso: {
    title: 'This is an ISO 9660 image, not a VHDX.',
    note: 'The image of an optical disc.',
  },
  'all-zero': {
    title: 'The beginning of this file is all zero.',
    note: 'The file may have been wiped, or restored as a sparse file without its data.',
  },
  empty: {
    title: 'The file is empty.',
    note: 'It has no bytes at all: a copy or a download may have failed.',
  },
  unknown: {
    title: OUTCOME_WORDS['not-vhdx'],
    note: 'Its first bytes are not known here; they are shown under Bytes.',
  },
}

export function foreignVerdict({ identity, size }: Inspection): Verdict {
  const { title, note } = WORDS[identity.kind]
  return {
    tone: 'neutral',
    title,
    sentences: [note],
    notes: [
      size > 0
        ? `A VHDX begins with “vhdxfile” (§2.2.1). This file has ${formatBytes(size)}.`
        : 'A VHDX has at least 1 MiB (§2.2).',
    ],
    actions: ['open-another', 'findings'],
  }
}
