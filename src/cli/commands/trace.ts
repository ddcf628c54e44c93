/** `trace`: the search for the active sequence, §2.3.3, tail by tail. */

import { basename } from 'node:path'
import { plural } from '../../engine/bytes/format.ts'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { visibleJson } from '../../engine/bytes/visible-text.ts'
import { logPosition } from '../../engine/format/log-words.ts'
import {
  foundSequence,
  type SearchTrace,
  type TracedTail,
  traceSearch,
} from '../../engine/history/trace.ts'
import { traceStep } from '../../engine/history/trace-steps.ts'
import { defineCommand } from '../command.ts'
import { FAILURE } from '../exit-status.ts'
import { putOut } from '../files/put-out.ts'
import { withImage } from '../files/read-image.ts'
import { refuse } from '../files/refusal.ts'
import { asGuid, JSON_OPTION, value } from '../options.ts'
import { printable } from '../printable.ts'

export const trace = defineCommand({
  name: 'trace',
  summary: 'Says how the entries to be replayed are found (§2.3.3), tail by tail.',
  operands: { image: { what: 'one image' } },
  options: {
    ...JSON_OPTION,
    guid: value('GUID', 'As if the header named this LogGuid, such as one of the history.', asGuid),
  },
  run: ({ image: path, guid, json }, io) =>
    withImage(path, NIL_GUID, io, async (image) => {
      const { scan, before } = image.inspected
      if (!scan) return refuse(image, io)
      const trace = traceSearch(scan, guid ?? scan.guid)
      const { size } = before.source
      const text = json ? jsonOf(trace, size) : linesOf(trace, size, basename(path))
      return (await putOut(text, io)) ? 0 : FAILURE
    }),
})

/** What is said of a tail: of a sequence, how it ended and how it was judged, not each of its entries. */
function stepsOf(trace: SearchTrace, { firstStep, count }: TracedTail, fileSize: number) {
  const steps = count === 0 ? [firstStep] : [firstStep + count, firstStep + count + 1]
  return steps.map((step) => traceStep(trace, step, fileSize))
}

function* linesOf(trace: SearchTrace, fileSize: number, name: string): Generator<string> {
  yield `${printable(name)}: the search for the active sequence (§2.3.3)\n`
  for (const line of traceStep(trace, 0, fileSize).text) yield `  ${printable(line)}\n`
  for (const tail of trace.tails) {
    const { position, count } = tail
    const head = trace.runAt.get(position)?.run.head.header.sequenceNumber
    const taken = count > 0 ? `: ${plural(count, 'entry', 'entries')}, up to number ${head}` : ''
    yield `\nTail ${logPosition(position)}${taken}\n`
    for (const { title, text } of stepsOf(trace, tail, fileSize)) {
      yield `  ${printable(title)}\n`
      for (const line of text) yield `    ${printable(line)}\n`
    }
  }
  const end = traceStep(trace, trace.steps - 1, fileSize)
  yield `\n${printable(end.title)}\n`
  for (const line of end.text) yield `  ${printable(line)}\n`
}

function* jsonOf(trace: SearchTrace, fileSize: number): Generator<string> {
  const head = visibleJson({ traceVersion: 1, guid: trace.guid })
  yield `${head.slice(0, -2)},\n  "tails": [`
  let separator = '\n'
  for (const tail of trace.tails) {
    const { position, sectors, count, verdict } = tail
    const steps = stepsOf(trace, tail, fileSize)
    const why = steps.flatMap(({ title, text }) => [title, ...text])
    const row = visibleJson({ position, sectors, entries: count, verdict, why })
    yield `${separator}${row.replaceAll(/^/gm, '    ')}`
    separator = ',\n'
  }
  const active = foundSequence(trace).map(({ position }) => position)
  yield `\n  ],\n  "active": ${JSON.stringify(active.length > 0 ? active : null)}\n}\n`
}
