/** The files of a guest that have lost bytes, for a terminal and for programs. */
import {
  lossOfFileWords,
  lostCountWords,
  volumeTitle,
} from '../../engine/affected/affected-words.ts'
import { type LostFile, lostFiles, lostRanges } from '../../engine/affected/lost-files.ts'
import { totalLength } from '../../engine/bytes/ranges.ts'
import { visibleJson } from '../../engine/bytes/visible-text.ts'
import { findGuestVolumes, type GuestVolume } from '../../engine/disk/guest-volumes.ts'
import { openVolumeFiles } from '../../engine/files/volume-files.ts'
import { Failure } from '../failure.ts'
import type { OpenDisk } from '../files/open-disk.ts'
import { exact } from '../guest/entry-words.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import { wrap } from '../wrap.ts'
import type { AffectedAsked } from './affected-lines.ts'

/** One volume, with what of it is lost. */
interface LookedAt {
  readonly volume: GuestVolume
  readonly lostBytes: number
  /** Why its files are not read. */
  readonly reason: string | undefined
  readonly files: AsyncIterable<readonly LostFile[]>
}

/** Rejects with a `Failure` where there is no such partition. */
export async function* lostParts(
  { layers, state }: OpenDisk,
  { partition, json, facts }: AffectedAsked,
  io: Io,
): AsyncGenerator<string> {
  const run = { signal: io.signal, pause: io.pause }
  const volumes = ((await findGuestVolumes(layers, run))?.volumes ?? []).filter(
    (volume) => partition === undefined || volume.partition?.number === partition,
  )
  if (partition !== undefined && volumes.length === 0) {
    throw new Failure(`There is no partition ${partition} with files.`)
  }
  if (json) yield `${visibleJson({ lostVersion: 1, state, ...facts }, 0).slice(0, -1)},"volumes":[`
  else if (volumes.length === 0) yield 'No volume is known on the disk.\n'
  for (const [i, volume] of volumes.entries()) {
    const looked = await lookAt(layers, volume, io)
    yield* json ? jsonOf(looked, i > 0 ? ',' : '') : linesOf(looked)
  }
  if (json) yield '\n]}\n'
}

async function lookAt(layers: OpenDisk['layers'], volume: GuestVolume, io: Io): Promise<LookedAt> {
  const run = { signal: io.signal, pause: io.pause }
  const lost = await lostRanges(layers, volume.at, { run })
  const opened = await openVolumeFiles(layers, volume)
  return {
    volume,
    lostBytes: totalLength(lost),
    reason: opened.ok ? undefined : opened.reason,
    files: opened.ok ? lostFiles(opened, lost, { run }) : none(),
  }
}

async function* none(): AsyncGenerator<readonly LostFile[]> {}

const titleOf = ({ partition, fileSystem }: GuestVolume): string =>
  volumeTitle({ partition: partition?.number, fileSystem: fileSystem?.kind })

async function* linesOf({ volume, reason, files }: LookedAt): AsyncGenerator<string> {
  let count = 0
  for await (const batch of files) {
    if (count === 0) yield `${titleOf(volume)}\n`
    count += batch.length
    for (const file of batch) yield `  ${printable(file.path)} (${lossOfFileWords(file)})\n`
  }
  const what = reason === undefined ? lostCountWords(count) : `its files are not read. ${reason}`
  yield `${wrap(printable(`${titleOf(volume)}: ${what}`))}\n`
}

async function* jsonOf(
  { volume, lostBytes, reason, files }: LookedAt,
  before: string,
): AsyncGenerator<string> {
  const { at, partition, fileSystem } = volume
  const facts = {
    offset: at.offset,
    length: at.length,
    partition: partition?.number,
    fileSystem: fileSystem?.kind,
    lostBytes,
    reason,
  }
  yield `${before}\n${visibleJson(facts, 0).slice(0, -1)},"files":[`
  let separator = '\n'
  for await (const batch of files) {
    for (const file of batch) {
      yield separator +
        visibleJson({ ...file, size: file.size === undefined ? undefined : exact(file.size) }, 0)
      separator = ',\n'
    }
  }
  yield '\n]}'
}
