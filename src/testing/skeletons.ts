/** Skeletons made and opened in memory, with Node’s own gzip; and the report of any source, as a command makes it. */
import { expect } from 'vitest'
import { gzip, inflate } from '../cli/files/gzip.ts'
import type { ByteRange, ByteSource } from '../engine/bytes/byte-source.ts'
import { MemoryFile } from '../engine/bytes/memory-file.ts'
import { endOf, overlaps } from '../engine/bytes/ranges.ts'
import type { SparseFile } from '../engine/compose/sparse-file.ts'
import { withAllFindings } from '../engine/diagnosis/all-findings.ts'
import { diagnose } from '../engine/diagnosis/diagnose.ts'
import { readDiskVolumes } from '../engine/disk/disk-volumes.ts'
import { layersOf } from '../engine/disk/layers.ts'
import { KIB, MIB } from '../engine/format/layout.ts'
import { readBatEntries } from '../engine/image/bat/bat.ts'
import type { Image } from '../engine/image/image.ts'
import { structuresOf } from '../engine/image/structure-map.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { surveyBlocks } from '../engine/inspect/survey.ts'
import { lookFurther } from '../engine/looks/look-further.ts'
import { withQemu } from '../engine/qemu/qemu-finding.ts'
import { readAsQemu } from '../engine/qemu/qemu-report.ts'
import { readEvidence } from '../engine/report/evidence-bytes.ts'
import { readHistoryReport } from '../engine/report/json/history-report.ts'
import { makeReport } from '../engine/report/json/report.ts'
import type { Report } from '../engine/report/json/report-schema.ts'
import {
  planSkeleton,
  type SkeletonChoices,
  type SkeletonPlan,
} from '../engine/skeleton/plan-skeleton.ts'
import { openSkeleton } from '../engine/skeleton/read-skeleton.ts'
import { skeletonBytes, sparseImage } from '../engine/skeleton/write-skeleton.ts'
import { REPLAY_IDS } from './our-replay.ts'

export async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return new Uint8Array(Buffer.concat(all))
}

/** The skeleton of a file as bytes; fails where there can be none. */
export async function skeletonOf(
  source: ByteSource,
  choices: SkeletonChoices = { name: 'image.vhdx' },
): Promise<Uint8Array> {
  const plan = await planSkeleton(source, choices)
  return plan.ok ? written(plan) : expect.fail(plan.reason)
}

export const written = (plan: SkeletonPlan): Promise<Uint8Array> =>
  bytesOf(skeletonBytes(plan, gzip))

/** As a byte source; fails where it is refused. */
export async function opened(bytes: Uint8Array): Promise<ByteSource> {
  const found = await openSkeleton(new MemoryFile(bytes), inflate)
  return found.ok ? found.source : expect.fail(found.reason)
}

/** Everything that a report can say of a file. */
export async function fullReport(source: ByteSource): Promise<Report> {
  const surveyed = await surveyBlocks(await inspect(source, REPLAY_IDS))
  const qemu = await readAsQemu(surveyed)
  const examined = withQemu(surveyed, qemu)
  const looks = await lookFurther({ inspected: examined })
  const verdict = await diagnose(examined, { looks })
  const inspected = withAllFindings(examined, verdict, undefined)
  const { before, update } = inspected
  const facts = { toolVersion: '', made: '', fileName: 'image.vhdx' }
  return makeReport(inspected, facts, {
    verdict,
    volumes: looks.guest?.volumes ?? (await readDiskVolumes(layersOf(update?.after ?? before))),
    qemu,
    history: await readHistoryReport(inspected),
    evidence: await readEvidence(inspected),
  })
}

/** What payload is marked with, where no skeleton may have it. */
export const MARK = Uint8Array.from(Buffer.from('A byte of the guest! '.repeat(4)).subarray(0, 64))

/** Where blocks are, found with nothing that makes skeletons. */
async function blocksOf({ source, bat }: Image): Promise<readonly number[]> {
  const entries = bat ? await readBatEntries(source, bat, 0, Math.min(bat.count, 500)) : []
  return entries
    .filter(({ kind, state }) => kind === 'payload' && /^(fully|partially)-present$/.test(state))
    .map(({ fileOffsetMB }) => fileOffsetMB * MIB)
}

export async function bitmapsOf({ source, bat, geometry }: Image): Promise<readonly ByteRange[]> {
  if (!bat || geometry?.kind !== 'differencing') return []
  const entries = await readBatEntries(source, bat, 0, bat.count)
  return entries
    .filter(({ kind, state }) => kind === 'sector-bitmap' && state === 'present')
    .map(({ fileOffsetMB }) => ({ offset: fileOffsetMB * MIB, length: MIB }))
}

/**
 * Puts the mark into all payload that no structure shares, before the replay and after it, behind what file systems
 * begin with. How often.
 */
export async function markPayload(file: SparseFile): Promise<number> {
  const { before, update } = await inspect(file, REPLAY_IDS)
  const images = [before, ...(update ? [update.after] : [])]
  const structures = [
    ...images.flatMap((image) => structuresOf(image).map(({ at }) => at)),
    ...(await Promise.all(images.map(bitmapsOf))).flat(),
  ]
  let count = 0
  for (const block of (await Promise.all(images.map(blocksOf))).flat()) {
    for (let at = block + 96 * KIB; at < block + MIB; at += 128 * KIB) {
      const range = { offset: at, length: MARK.length }
      if (endOf(range) > file.size || structures.some((each) => overlaps(each, range))) continue
      file.put(at, MARK)
      count++
    }
  }
  return count
}

export const holdsMark = async (plan: SkeletonPlan): Promise<boolean> =>
  Buffer.from(await bytesOf(sparseImage(plan))).includes(Buffer.from(MARK))
