/** `repaired`: the headers or the BAT of a damaged image as it proves that they should be. */

import { plural } from '../../engine/bytes/format.ts'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { placeCommands, placeWords } from '../../engine/inspect/repair-words.ts'
import { findRepair, type Repair, repairPieces } from '../../engine/inspect/repairs.ts'
import { defineCommand } from '../command.ts'
import { STATUS_OF } from '../exit-status.ts'
import { Usage } from '../failure.ts'
import { makeNewFile } from '../files/new-file.ts'
import type { NodeFile } from '../files/node-file.ts'
import { withImage } from '../files/read-image.ts'
import { waysThatWork, waysWords } from '../files/refusal.ts'
import { flag } from '../options.ts'
import { printable } from '../printable.ts'

export const repaired = defineCommand({
  name: 'repaired',
  summary:
    'Writes the headers, or the BAT, that a known fault of a program has damaged, as IMAGE itself proves that they should be.',
  details: [
    'OUT has the bytes for a copy, and it is said how to put them there. IMAGE is only read.',
  ],
  operands: { image: { what: 'an image' }, out: { what: 'the file to write' } },
  options: {
    csv: flag('What changes in the BAT, as a table, rather than the bytes.'),
    json: flag('The same as JSON.'),
  },
  async run({ image: path, out, csv, json }, io) {
    if (csv && json) throw new Usage('Say --csv or --json, not both.')
    const format = csv ? 'csv' : json ? 'json' : 'raw'
    return withImage(path, NIL_GUID, io, async (image) => {
      const { inspected } = image
      const run = { signal: io.signal }
      const found = await findRepair(inspected, run)
      if (found === undefined || (found.part === 'headers' && format !== 'raw')) {
        const what = found
          ? 'Of headers there is no list of changes'
          : 'Nothing in it proves a repair'
        const ways = waysWords(image, await waysThatWork(image, io))
        io.err(`${what}: ${printable(path)} has none to export. ${ways}\n`)
        return STATUS_OF.refused
      }
      const fill = async (file: NodeFile): Promise<void> => {
        for await (const bytes of repairPieces(inspected, found, format, run)) {
          await file.write(file.size, bytes)
        }
        await file.flush()
      }
      const status = await makeNewFile(out, fill, io)
      io.out(`${printable(out)}: ${wordsOf(found)}\n`)
      if (format === 'raw') for (const line of howTo(found)) io.out(`${line}\n`)
      return status
    })
  },
})

function wordsOf(found: Repair): string {
  if (found.part === 'headers') return 'both headers, with their fields as they are'
  const { changes, repaired, shifts } = found.repair
  const sectors = `${plural(repaired.length, 'sector')} of ${shifts.length} that were shifted`
  return `the BAT with ${plural(changes.length, 'entry', 'entries')} put right, in ${sectors}`
}

/** Commands for a copy: no name of a file is put into them. */
function howTo(found: Repair): readonly string[] {
  const isReplayed = found.part === 'bat' && found.afterReplay
  const copy = isReplayed ? 'the copy that “replay” makes of it' : 'a copy of the image'
  return [
    `Put it into ${copy}, COPY: ${placeWords(found.places)}.`,
    ...placeCommands('OUT', found.places).map((command) => `  ${command}`),
  ]
}
