/** Goto: from a typed text to a place in the open file. Every form that is accepted is in `GOTO_FORMS`. */

import { readSize } from '../../../engine/bytes/parse-size.ts'
import { refused } from '../../../engine/bytes/refused.ts'
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS } from '../../../engine/format/layout.ts'
import {
  batTarget,
  blockTarget,
  copyTarget,
  type GotoContext,
  type GotoTarget,
  logTarget,
  offsetTarget,
  sectorTarget,
  sequenceTarget,
} from './goto-targets.ts'

export const GOTO_FORMS: readonly { readonly form: string; readonly means: string }[] = [
  { form: '0x110000', means: 'a byte of the file' },
  { form: '36MiB', means: 'the same, in KiB, MiB, GiB or TiB' },
  { form: '+4096, -0x1000', means: 'from the selection' },
  { form: 'bat:17', means: 'an entry of the BAT' },
  { form: 'block:17', means: 'where a payload block lies in the file' },
  { form: 'lba:2048', means: 'where a sector of the virtual disk lies in the file' },
  { form: 'seq:4713', means: 'a log entry by its sequence number' },
  { form: 'log:0x5000', means: 'a place in the log' },
  { form: 'header:2, region:1', means: 'a header or region table' },
]

export async function readGoto(typed: string, context: GotoContext): Promise<GotoTarget> {
  const text = typed.trim()
  const [, name = '', rest = ''] = /^([a-z]+)\s*:\s*(.*)$/i.exec(text) ?? []
  switch (name.toLowerCase()) {
    case 'bat':
      return batTarget(rest, context)
    case 'block':
      return blockTarget(rest, context)
    case 'lba':
      return sectorTarget(rest, context)
    case 'seq':
      return sequenceTarget(rest, context)
    case 'log':
      return logTarget(rest, context)
    case 'header':
      return copyTarget(rest, HEADER_OFFSETS, context)
    case 'region':
      return copyTarget(rest, REGION_TABLE_OFFSETS, context)
    case '':
      break
    default:
      return refused(`“${name}:” is not a place that is known here.`)
  }
  const sign = /^[+-]/.exec(text)?.[0]
  if (sign === undefined) return offsetTarget(readSize(text), context)
  const distance = readSize(text.slice(1))
  const from = BigInt(context.selection?.offset ?? 0)
  return offsetTarget(
    distance === undefined ? undefined : from + (sign === '-' ? -distance : distance),
    context,
  )
}
