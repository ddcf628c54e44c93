/** `inspect`: what is in an image, for people or for programs. */
import { basename } from 'node:path'
import { NIL_GUID } from '../engine/bytes/guid.ts'
import { isDifferencing } from '../engine/chain/chain-file.ts'
import { reportChain } from '../engine/chain/chain-report.ts'
import { makeReport } from '../engine/inspect/report.ts'
import { VERSION } from '../version.ts'
import type { CommandOf } from './command.ts'
import { STATUS_OF } from './exit-status.ts'
import type { Io } from './io.ts'
import { withChain } from './open-chain.ts'
import { printableJson } from './printable.ts'
import { refusalLine, withImage } from './read-image.ts'
import { summarize } from './summary.ts'

export function inspectImage(
  { image: path, json, ...options }: CommandOf<'inspect'>,
  io: Io,
): Promise<number> {
  // The GUID that a replay would write shows nowhere in the answer.
  return withImage(path, NIL_GUID, io, (image) =>
    withChain(image, options, io, (chain) => {
      const { inspected } = image
      const { inspection } = inspected
      const fileName = basename(path)
      const has = isDifferencing(chain.child) || options.parents.length > 0
      const report = has ? reportChain(chain) : undefined
      if (json) {
        const facts = { toolVersion: VERSION, made: new Date().toISOString(), fileName }
        io.out(`${printableJson(makeReport(inspected, facts, report))}\n`)
      } else {
        io.out(summarize(inspection, fileName, report))
      }
      const { outcome, refusal } = inspection
      if (outcome === 'refused' || outcome === 'not-vhdx') {
        io.err(refusalLine(path, refusal, outcome === 'refused'))
      }
      return Promise.resolve(STATUS_OF[outcome])
    }),
  )
}
