/** About the file as a whole and its identifier. */
import type { fileRules } from '../catalogue/file.ts'
import type { Explanation } from './explanation.ts'

export const fileExplanations = {
  'file.signature': {
    rule: 'Every VHDX file begins with the eight letters “vhdxfile”. This one begins with something else, and a look at its first and last bytes says what it may be.',
    meaning:
      'No program takes the file for a VHDX. If it has the wrong extension, nothing is lost. If it was a VHDX once, its beginning has been overwritten or encrypted.',
    advice:
      'Check where the file comes from and whether it was renamed. If you expected a VHDX, look at the bytes at 64 KiB and 128 KiB: a header there begins with “head”, and then much of the file may be whole.',
  },
  'file.identifier-damaged': {
    rule: 'The file does not begin like a VHDX, but one of the headers behind the beginning is valid, checksum included.',
    meaning:
      'Most likely only the first bytes were overwritten. The identifier holds nothing but the signature and the name of the program that made the file, so that nothing of the disk is lost with it.',
    advice:
      'Work on a copy. Write “vhdxfile” over its first eight bytes with any hex editor and open the copy again here; if all else is in order, it is a good image.',
  },
  'file.too-small': {
    rule: 'The first MiB of a VHDX is its header section, and the file is shorter than that.',
    meaning:
      'Headers or region tables are missing, and with them whatever lay behind. The file was cut off, most often by a copy or a download that did not finish.',
    advice:
      'Fetch the file again from where it came from, and compare the sizes before you open it.',
  },
  'file.size-unaligned': {
    rule: 'Everything in a VHDX lies at multiples of 1 MiB, so that most programs make files of whole MiB. MS-VHDX does not ask for it.',
    meaning:
      'As a rule nothing: Disk2vhd makes such files. It is worth a second look only together with a finding that something reaches past the end of the file.',
    advice: 'Nothing needs to be done.',
  },
  'file.reserved-nonzero': {
    rule: 'Behind the name of the creator the rest of the first 64 KiB is reserved. It holds something.',
    meaning:
      'No program reads it, so that the disk is not affected. Somebody or something has written there: a tool’s own notes, the remains of another format, or damage.',
    advice: 'Look at the bytes. If they mean nothing to you, they can stay.',
  },
  'findings.not-all-listed': {
    rule: 'Of each rule the app lists 256 findings, and counts the others.',
    meaning:
      'One thing is wrong in very many places, which is almost always one cause: a damaged table, a faulty writer, or a file that was made to look bad.',
    advice: 'Look at the first of the findings; the others are of the same kind.',
  },
} as const satisfies Record<keyof typeof fileRules, Explanation>
