/** Skeletons made and opened in memory, with Node’s own gzip; and the report of any source, as a command makes it. */
import { Readable } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import { expect } from 'vitest'
import type { ByteSource } from '../engine/bytes/byte-source.ts'
import { MemoryFile } from '../engine/bytes/memory-file.ts'
import { withAllFindings } from '../engine/diagnosis/all-findings.ts'
import { diagnose } from '../engine/diagnosis/diagnose.ts'
import { readDiskVolumes } from '../engine/disk/disk-volumes.ts'
import { layersOf } from '../engine/disk/layers.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { surveyBlocks } from '../engine/inspect/survey.ts'
import { lookFurther } from '../engine/looks/look-further.ts'
import { withQemu } from '../engine/qemu/qemu-finding.ts'
import { readAsQemu } from '../engine/qemu/qemu-report.ts'
import { readEvidence } from '../engine/report/evidence-bytes.ts'
import { readHistoryReport } from '../engine/report/json/history-report.ts'
import { makeReport } from '../engine/report/json/report.ts'
import type { Report } from '../engine/report/json/report-schema.ts'
import { planSkeleton, type SkeletonChoices } from '../engine/skeleton/plan-skeleton.ts'
import { type Inflate, openSkeleton } from '../engine/skeleton/read-skeleton.ts'
import { type Gzip, skeletonBytes } from '../engine/skeleton/write-skeleton.ts'
import { REPLAY_IDS } from './our-replay.ts'

export const gzip: Gzip = (pieces) => Readable.from(pieces).pipe(createGzip({ level: 1 }))
export const inflate: Inflate = (pieces) => Readable.from(pieces).pipe(createGunzip())

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
  if (!plan.ok) return expect.fail(plan.reason)
  return bytesOf(skeletonBytes(plan, gzip))
}

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
