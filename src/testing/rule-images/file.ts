/** An image for each rule about the file as a whole. */
import { SparseFile } from '../../engine/compose/sparse-file.ts'
import type { fileRules } from '../../engine/findings/catalogue/file.ts'
import { KIB, MIB } from '../../engine/format/layout.ts'
import { disk } from '../marks.ts'
import { type RuleImage, text } from './rule-image.ts'

const notes = new SparseFile()
notes.put(0, text('Dear diary,'))
notes.setSize(4 * MIB)

export const fileImages = {
  'file.signature': { image: notes },
  'file.identifier-damaged': {
    image: disk({ patches: [{ at: 0, bytes: text('xxxxxxxx') }] }),
    also: ['file.signature'],
  },
  'file.too-small': {
    image: disk({ fileSize: 512 * KIB }),
    also: ['log.beyond-end', 'region.beyond-end'],
  },
  'file.size-unaligned': { image: disk({ fileSize: 4 * MIB + 512 }) },
  'file.reserved-nonzero': { image: disk({ patches: [{ at: 600, bytes: text('x') }] }) },
  'findings.not-all-listed': {
    image: disk({
      log: {
        length: 5 * MIB,
        entries: Array.from({ length: 1001 }, () => ({ header: { reserved: 1 } })),
      },
    }),
    also: ['log.dirty', 'log.entry-reserved-nonzero', 'replay.changes-nothing'],
  },
} satisfies Record<keyof typeof fileRules, RuleImage>
