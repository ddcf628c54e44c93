/** The file as a whole and its identifier, §2.1, §2.2.1. */
import type { Rule } from '../rule.ts'

export const fileRules = {
  'file.signature': {
    section: '2.2.1',
    level: 'MUST',
    title: 'Not a VHDX file',
    message: 'The file begins with “{found}” instead of “vhdxfile”; it looks like {kind}.',
  },
  'file.identifier-damaged': {
    section: '2.2.1',
    level: 'note',
    title: 'A VHDX header stands behind a foreign beginning',
    message:
      'The first bytes are not those of a VHDX, but header {copy} is valid: the file identifier may have been overwritten.',
  },
  'file.too-small': {
    section: '2.2',
    level: 'MUST',
    title: 'File is smaller than the header section',
    message: 'The file has {size:bytes}; the header section alone takes {needed:bytes}.',
  },
  'file.size-unaligned': {
    section: '2.1',
    level: 'note',
    title: 'File size is not a multiple of 1 MiB',
    message: 'The file has {size:count} bytes, {excess:count} more than a whole number of MiB.',
  },
  'file.reserved-nonzero': {
    section: '2.2.1',
    level: 'note',
    title: 'Reserved space behind the file identifier is not zero',
    message: '{count|byte|bytes} of the reserved space behind the creator differ from zero.',
  },
  'findings.not-all-listed': {
    section: '2.3.1',
    level: 'note',
    title: 'Too many findings of one kind to list',
    message: 'There are {count:count} findings of the rule {rule}; {listed:count} are listed.',
  },
} as const satisfies Record<string, Rule>
