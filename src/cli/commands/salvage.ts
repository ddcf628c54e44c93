/** `salvage`: the ways out of a damaged image, and what one or several of them make of it. */
import { randomUUID } from 'node:crypto'
import { type Guid, guid } from '../../engine/bytes/guid.ts'
import { watchedRanges } from '../../engine/inspect/watched-ranges.ts'
import { makePlanPatch } from '../../engine/patch/make-patch.ts'
import { listSalvages } from '../../engine/salvage/list-salvages.ts'
import { keepsPromise, planSalvage, type SalvagePlan } from '../../engine/salvage/plan-salvage.ts'
import {
  conditionSentences,
  isSalvageWay,
  SALVAGE_WAYS,
  type SalvageWayId,
} from '../../engine/salvage/salvage-words.ts'
import { applies, isOpenTo, type SalvageIds } from '../../engine/salvage/way.ts'
import { defineCommand } from '../command.ts'
import { STATUS_OF } from '../exit-status.ts'
import { Failure, Usage } from '../failure.ts'
import { findOtherBytes } from '../files/find-fault.ts'
import { identityOf, isSameFile } from '../files/fingerprint.ts'
import { makeNewFile } from '../files/new-file.ts'
import { requireData } from '../files/open-source.ts'
import { type OpenImage, withImage } from '../files/read-image.ts'
import { waysThatWork, waysWords } from '../files/refusal.ts'
import { writeCopy } from '../files/write-copy.ts'
import { writePatch } from '../files/write-patch.ts'
import type { Io } from '../io.ts'
import { asGuid, flag, value } from '../options.ts'
import { printable } from '../printable.ts'
import { choiceLines, listLines, planLines } from '../summaries/salvage-summary.ts'

export const salvage = defineCommand({
  name: 'salvage',
  summary:
    'Says what can be made of a damaged image, and writes a copy that is salvaged so. IMAGE is only read.',
  details: [
    'Without OUT it lists the ways that apply, each with what is lost by it and what will come of it; with --way, what those ways do together.',
    'What a way is taken with is listed with the reason; --set says otherwise, also against what the file shows, which is then said. Where the file has several answers, all are listed.',
    ...conditionSentences(),
    'The copy is read back, and kept only where it is what was promised. The exit status is 20 where nothing applies.',
  ],
  operands: {
    image: { what: 'an image' },
    out: { what: 'the file to write', isOptional: true },
  },
  options: {
    way: value('ID[,ID…]', 'The ways to take, in any order.', asWays),
    set: {
      help: 'A value that a way asks for, once for each.',
      value: 'NAME=VALUE',
      isRepeatable: true,
      read: (texts: readonly string[]) => new Map(texts.map(asSetting)),
    },
    patch: flag('Write a patch and its scripts, as the command patch does, rather than a copy.'),
    why: flag('Without --way: also why the other ways do not apply.'),
    'write-guid': value(
      'GUID',
      'The GUID that is written where the file needs a new one, instead of random ones: so the same bytes can be made again.',
      asGuid,
    ),
  },
  async run({ image: path, out, way: ways, set: values, patch, why, 'write-guid': fixed }, io) {
    if (ways === undefined && (out !== undefined || patch || values.size > 0)) {
      throw new Usage('Say which way: “salvage IMAGE” lists those that apply.')
    }
    if (patch && out === undefined) throw new Usage('Say which file the patch is to be.')
    const ids = { fileWriteGuid: fixed ?? newGuid(), dataWriteGuid: fixed ?? newGuid() }
    if (out !== undefined && (await isSameFile(path, out))) {
      throw new Failure('The image itself cannot be the file to write: it is only ever read.')
    }
    const identity = await identityOf(path)
    return withImage(path, ids.fileWriteGuid, io, async (image) => {
      if (out !== undefined && !patch) requireData(image, 'a salvaged copy')
      if (ways === undefined) return list(image, ids, why, io)
      const choices = { ways, values }
      const plan = await planSalvage(image.inspected, choices, ids, io)
      if (!applies(plan)) {
        const refused = `${printable(path)} is not salvaged so: ${printable(plan.why)}`
        // Where another value would do, that is what works.
        const next =
          plan.setting === undefined
            ? ` ${waysWords(image, await waysThatWork(image, io))}`
            : choiceLines(plan)
                .map((line) => `\n  ${line}`)
                .join('')
        io.err(`${refused}${next}\n`)
        return STATUS_OF.refused
      }
      const job = { image, plan, identity, ids }
      const status =
        out === undefined ? 0 : await (patch ? writeSalvagePatch : writeSalvaged)(job, out, io)
      io.out(`${planLines(plan).join('\n')}\n`)
      return status
    })
  },
})

const newGuid = (): Guid => guid(randomUUID())

function asWays(text: string): readonly SalvageWayId[] {
  return text.split(',').map((id) => {
    if (isSalvageWay(id)) return id
    throw new Usage(`There is no way “${id}”: the ways are ${SALVAGE_WAYS.join(', ')}.`)
  })
}

function asSetting(text: string): readonly [string, string] {
  const [, name, setting] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (name === undefined || setting === undefined) {
    throw new Usage(`“${text}” is not NAME=VALUE.`)
  }
  return [name, setting]
}

async function list(image: OpenImage, ids: SalvageIds, why: boolean, io: Io): Promise<number> {
  const found = await listSalvages(image.inspected, ids, io)
  const isOpen = found.others.some(isOpenTo)
  if (found.alone.length > 0 || isOpen || why) io.out(`${listLines(found, why).join('\n')}\n`)
  if (found.alone.length > 0) return 0
  const ways = isOpen
    ? 'by itself: set one of the values that are listed.'
    : waysWords(image, await waysThatWork(image, io, found))
  io.err(`${printable(image.path)}: no way of salvage applies${isOpen ? ' ' : '. '}${ways}\n`)
  return STATUS_OF.refused
}

interface Job {
  readonly image: OpenImage
  readonly plan: SalvagePlan
  readonly identity: string
  readonly ids: SalvageIds
}

async function writeSalvaged(
  { image, plan, identity, ids }: Job,
  out: string,
  io: Io,
): Promise<number> {
  const { before, scan } = image.inspected
  const status = await makeNewFile(
    out,
    (_, temporary) =>
      writeCopy(
        image,
        {
          identity,
          temporary,
          out,
          steps: plan.steps,
          watched: watchedRanges({ before, scan, update: { result: plan.result } }),
          judge: async (copy) =>
            (await findOtherBytes(copy, plan.result, io.signal)) ??
            ((await keepsPromise(copy, plan, ids, io)) ? undefined : 'it is not what was promised'),
        },
        io.signal,
      ),
    io,
    // The copy is no more public than the image.
    { like: image.path },
  )
  io.out(`${printable(out)}: a salvaged copy, verified\n`)
  return status
}

const writeSalvagePatch = ({ image, plan, identity, ids }: Job, out: string, io: Io) =>
  writePatch(
    {
      image,
      identity,
      subject: 'salvage',
      make: (run) => makePlanPatch(image.inspected.before.source, plan, ids.fileWriteGuid, run),
      says: 'A patch that salvages the image as it is now, and nothing else.',
    },
    out,
    io,
  )
