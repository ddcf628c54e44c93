/** `inspect`: what is in an image, for people or for programs. */
import { basename } from 'node:path'
import { NIL_GUID } from '../engine/bytes/guid.ts'
import { makeReport } from '../engine/inspect/report.ts'
import { VERSION } from '../version.ts'
import type { CommandOf } from './command.ts'
import { STATUS_OF } from './exit-status.ts'
import type { Io } from './io.ts'
import { printableJson } from './printable.ts'
import { refusalLine, withImage } from './read-image.ts'
import { summarize } from './summary.ts'

export function inspectImage({ image: path, json }: CommandOf<'inspect'>, io: Io): Promise<number> {
  // The GUID that a replay would write shows nowhere in the answer.
  return withImage(path, NIL_GUID, io, ({ inspected }) => {
    const { inspection } = inspected
    const fileName = basename(path)
    if (json) {
      const facts = { toolVersion: VERSION, made: new Date().toISOString(), fileName }
      io.out(`${printableJson(makeReport(inspected, facts))}\n`)
    } else {
      io.out(summarize(inspection, fileName))
    }
    const { outcome, refusal } = inspection
    if (outcome === 'refused' || outcome === 'not-vhdx') {
      io.err(refusalLine(path, refusal, outcome === 'refused'))
    }
    return Promise.resolve(STATUS_OF[outcome])
  })
}
