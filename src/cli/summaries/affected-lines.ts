/** The files of a guest that a replay affects, for a terminal and for programs. */
import { basename } from 'node:path'
import type { AffectedFile } from '../../engine/affected/affected-file.ts'
import {
  AffectedTally,
  countWithJournal,
  factsOf,
  NO_END,
} from '../../engine/affected/affected-report.ts'
import {
  type AffectedDisk,
  type AffectedVolume,
  affectedVolumes,
} from '../../engine/affected/affected-volumes.ts'
import {
  differenceWords,
  NO_VOLUME,
  NOTHING_DIFFERS,
  notComparedWords,
  STATUS_WORDS,
  volumeSentences,
  volumeTitle,
} from '../../engine/affected/affected-words.ts'
import { statesOf } from '../../engine/affected/changed-disk.ts'
import { visibleJson } from '../../engine/bytes/visible-text.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import { Failure } from '../failure.ts'
import type { OpenImage } from '../files/read-image.ts'
import { exact } from '../guest/entry-words.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import { wrap } from '../wrap.ts'

export interface AffectedAsked {
  /** One only, by its number. */
  readonly partition: number | undefined
  readonly json: boolean
  /** What the JSON says of the chain. */
  readonly facts: object
  /** Is told when a directory cannot be read as a whole. */
  onProblem?(): void
}

/** Rejects with a `Failure` where there is no such partition. */
export async function* affectedParts(
  { path, inspected }: OpenImage,
  parents: Layers,
  asked: AffectedAsked,
  io: Io,
): AsyncGenerator<string> {
  const { partition, json, facts } = asked
  const states = statesOf(inspected, parents)
  if (!states) {
    yield json
      ? `${visibleJson({ affectedVersion: 1, ...facts, ...NOTHING })}\n`
      : `${wrap(`${printable(basename(path))} was closed cleanly: nothing is to be replayed, and no file is affected.`)}\n`
    return
  }
  const found = await affectedVolumes(states, { signal: io.signal, pause: io.pause })
  if (!found.ok) throw new Failure(found.reason)
  const volumes = found.volumes.filter(({ volume }) => isAsked(volume.partition?.number, partition))
  if (partition !== undefined && volumes.length === 0) {
    throw new Failure(`There is no partition ${partition} with files.`)
  }
  yield* json ? jsonOf(found, volumes, asked, io) : linesOf(found, volumes, asked, io)
}

const NOTHING = { changedBytes: 0, notCompared: 0, volumes: [] } as const

const isAsked = (number: number | undefined, wanted: number | undefined): boolean =>
  wanted === undefined || number === wanted

async function* linesOf(
  { changed: { total, notCompared } }: AffectedDisk,
  volumes: readonly AffectedVolume[],
  { onProblem }: AffectedAsked,
  io: Io,
): AsyncGenerator<string> {
  if (total === 0 || volumes.length === 0) {
    yield `${wrap(total === 0 ? NOTHING_DIFFERS : NO_VOLUME)}\n`
    return
  }
  const run = { signal: io.signal, pause: io.pause }
  const isOneOfMany = volumes.length > 1
  for (const each of volumes) {
    const tally = new AffectedTally(0)
    let end = NO_END
    let hasTitle = false
    const files = each.files(run, {
      onEnd: (told) => {
        end = told
      },
    })
    for await (const batch of files) {
      tally.add(batch)
      if (!hasTitle) yield `${volumeTitle(factsOf(each))}\n`
      hasTitle = true
      for (const file of batch) yield lineOf(file)
    }
    if (hasTitle) yield '\n'
    if (end.problemCount > 0) onProblem?.()
    for (const problem of end.problems) yield `${wrap(printable(problem))}\n`
    const withJournal = await countWithJournal(each, run)
    const report = { ...factsOf(each), ...tally.result, ...end, withJournal }
    for (const sentence of volumeSentences(report, 'replay', isOneOfMany)) {
      yield `${wrap(printable(sentence))}\n`
    }
  }
  for (const sentence of notComparedWords(notCompared)) yield `${wrap(sentence)}\n`
}

function lineOf(file: AffectedFile): string {
  const words = differenceWords(file)
  const what = words === '' ? '' : ` (${words})`
  return `${STATUS_WORDS[file.status].padEnd(12)}  ${printable(file.path)}${what}\n`
}

async function* jsonOf(
  { changed: { total, notCompared } }: AffectedDisk,
  volumes: readonly AffectedVolume[],
  { facts, onProblem }: AffectedAsked,
  io: Io,
): AsyncGenerator<string> {
  const run = { signal: io.signal, pause: io.pause }
  const head = { affectedVersion: 1, ...facts, changedBytes: total, notCompared }
  yield `${visibleJson(head, 0).slice(0, -1)},"volumes":[`
  for (const [i, each] of volumes.entries()) {
    const { at, ...rest } = factsOf(each)
    const tally = new AffectedTally(0)
    let end = NO_END
    yield `${i > 0 ? ',' : ''}\n${visibleJson({ offset: at.offset, length: at.length, ...rest }, 0).slice(0, -1)},"files":[`
    const files = each.files(run, {
      onEnd: (told) => {
        end = told
      },
    })
    let separator = '\n'
    for await (const batch of files) {
      tally.add(batch)
      for (const file of batch) {
        yield separator + visibleJson({ ...file, size: exact(file.size) }, 0)
        separator = ',\n'
      }
    }
    if (end.problemCount > 0) onProblem?.()
    const { counts } = tally.result
    const withJournal = await countWithJournal(each, run)
    yield `\n],${visibleJson({ counts, withJournal, ...end }, 0).slice(1)}`
  }
  yield '\n]}\n'
}
