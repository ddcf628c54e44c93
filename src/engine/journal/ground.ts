/** What a journal starts from: a clean image, made so by a replay where that is wanted. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { NIL_GUID } from '../bytes/guid.ts'
import { refusal } from '../findings/finding.ts'
import { messageOf } from '../findings/finding-words.ts'
import { type Image, readImage } from '../image/image.ts'
import { headFindings, regionFindings } from '../image/image-findings.ts'
import { logOverlapFindings } from '../image/log-region.ts'
import type { LogEntry, LogRegion, LogScan } from '../log/log.ts'
import { CannotReplayError, planReplay, type ReplayIds, replaySteps } from '../log/replay.ts'
import { advance } from '../log/ring.ts'
import type { CurrentHeader } from '../update/header-update.ts'
import { preview } from '../update/preview.ts'
import type { Step } from '../update/step.ts'
import { CannotJournalError } from './errors.ts'

export interface Ground {
  /** The replay that comes first; empty for a clean image. */
  readonly steps: readonly Step[]
  /** The file behind these steps, and the image that it is. */
  readonly source: ByteSource
  readonly image: Image
  readonly header: CurrentHeader
  readonly region: LogRegion
  /** Where in the log the first entry goes. */
  readonly position: number
}

/** An image and the scan of its log. */
export interface ScannedImage {
  readonly image: Image
  readonly scan: LogScan | undefined
}

/**
 * A dirty image is replayed first or refused, as `whenDirty` says. Throws a `CannotJournalError`
 * where the image has no header or no log to write to, or is refused as dirty; a `CannotReplayError`
 * where its log must not be replayed, or what that gives must not be opened (docs/decisions/0012).
 */
export async function groundOf(
  { image, scan }: ScannedImage,
  whenDirty: 'replay' | 'refuse',
  ids: ReplayIds,
): Promise<Ground> {
  const { source } = image
  const header = currentHeader(image)
  if (scan === undefined)
    throw new CannotJournalError('The image has no log that could be written to.')
  const { region, active } = scan
  if (scan.guid === NIL_GUID) {
    checkPlace(image, region)
    return { steps: [], source, image, header, region, position: freePosition(scan) }
  }
  if (whenDirty === 'refuse') {
    throw new CannotJournalError(
      'The log of the image must be replayed before anything is changed.',
    )
  }
  if (active === undefined) {
    throw new CannotJournalError(
      'The log of the image must be replayed, but has no complete sequence.',
    )
  }
  const steps = replaySteps(await planReplay({ source, region, active, header, ids }))
  const replayed = preview(source, steps)
  const after = await readImage(replayed)
  const reason = refusal(regionFindings(after))
  if (reason !== undefined) throw new CannotReplayError(reason)
  checkPlace(after, region)
  return {
    steps,
    source: replayed,
    image: after,
    header: currentHeader(after),
    region,
    position: advance(region, active.head.position, active.head.length),
  }
}

function currentHeader(image: Image): CurrentHeader {
  const { current } = image.headers
  const reason = refusal(headFindings(image))
  if (reason !== undefined) throw new CannotJournalError(messageOf(reason))
  if (image.identity.kind !== 'vhdx' || current?.values === undefined) {
    throw new CannotJournalError('Without a current header nothing can be changed safely.')
  }
  return { copy: current.copy, values: current.values }
}

/** What a log shares with a region would be destroyed by writing it. */
function checkPlace({ headers, regionTables }: Image, region: LogRegion): void {
  const { current } = headers
  const regions = regionTables.current?.entries ?? []
  if (current && logOverlapFindings(current, region, regions).length > 0) {
    throw new CannotJournalError('The log overlaps another region: it must not be written to.')
  }
}

/** Behind the newest entry of earlier sessions, whose history is so kept as long as there is room. */
function freePosition({ region, entries }: LogScan): number {
  const valid = entries.filter(({ status }) => status !== 'invalid')
  const number = (entry: LogEntry): bigint => entry.header.sequenceNumber
  const [first, ...others] = valid
  if (first === undefined) return 0
  const newest = others.reduce((a, b) => (number(b) > number(a) ? b : a), first)
  return advance(region, newest.position, newest.length)
}
