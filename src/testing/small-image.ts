/** The least that a replay needs: two headers and a log, in a file of less than a MiB. */

import type { ByteFile, ByteSource } from '../engine/bytes/byte-source.ts'
import { guid, NIL_GUID } from '../engine/bytes/guid.ts'
import type { MemoryFile } from '../engine/bytes/memory-file.ts'
import { sealChecksum } from '../engine/format/checksum.ts'
import { type Header, header } from '../engine/format/header.ts'
import { HEADER_OFFSETS, MIB, TIB } from '../engine/format/layout.ts'
import { readHeaders } from '../engine/image/headers/headers.ts'
import { planReplay, type ReplayPlan } from '../engine/log/replay.ts'
import { scanLog } from '../engine/log/scan.ts'
import type { CurrentHeader } from '../engine/update/header-update.ts'
import { SMALL_LOG_GUID, type SmallEntry, smallLog } from './small-log.ts'

export const SMALL_IDS = { fileWriteGuid: guid('b1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e') }

const values: Header = {
  signature: 'head',
  checksum: 0,
  sequenceNumber: 7n,
  fileWriteGuid: guid('11111111-2222-4333-8444-555555555555'),
  dataWriteGuid: guid('21111111-2222-4333-8444-555555555555'),
  logGuid: SMALL_LOG_GUID,
  logVersion: 0,
  version: 1,
  logLength: 0,
  logOffset: 0n,
  reserved: new Uint8Array(),
}

/** Puts both headers into `file`, the second one current, and the other of a time when the log was empty. */
export async function putHeaders(
  file: ByteFile,
  region: { readonly offset: number; readonly length: number },
  changes: Partial<Header> = {},
): Promise<void> {
  const current = {
    ...values,
    ...changes,
    logOffset: BigInt(region.offset),
    logLength: region.length,
  }
  const older = { ...current, logGuid: NIL_GUID, sequenceNumber: current.sequenceNumber - 1n }
  await file.write(HEADER_OFFSETS[0], sealChecksum(header.encode(older)))
  await file.write(HEADER_OFFSETS[1], sealChecksum(header.encode(current)))
}

/** A file whose current header names a log of these entries. */
export async function smallImage(
  sectors: number,
  entries: readonly SmallEntry[],
  { fileSize, headers }: { readonly fileSize?: number; readonly headers?: Partial<Header> } = {},
): Promise<MemoryFile> {
  const { file, region } = smallLog(sectors, entries, fileSize)
  await putHeaders(file, region, headers)
  return file
}

/** The current header; a test image that has none is a mistake. */
export async function currentHeader(file: ByteSource): Promise<CurrentHeader> {
  const { current } = await readHeaders(file)
  if (current?.values === undefined) throw new Error('no header is current')
  return { copy: current.copy, values: current.values }
}

/** The plan for the log that the current header names; `undefined` where that is empty. */
export async function planOf(file: ByteSource): Promise<ReplayPlan | undefined> {
  const current = await currentHeader(file)
  const { logGuid, logOffset, logLength } = current.values
  if (logGuid === NIL_GUID) return undefined
  const region = { offset: Number(logOffset), length: logLength }
  const { active } = await scanLog(file, region, logGuid)
  if (active === undefined) throw new Error('no sequence is active')
  return planReplay({ source: file, region, active, header: current, ids: SMALL_IDS })
}

export const SMALL_SECTORS = 16
export const SMALL_SIZE = MIB

/** The plan for a log of `SMALL_SECTORS` sectors in a file of `SMALL_SIZE` bytes. */
export async function smallPlan(
  entries: readonly SmallEntry[],
  fileSize = SMALL_SIZE,
  headers: Partial<Header> = {},
): Promise<ReplayPlan> {
  const plan = await planOf(await smallImage(SMALL_SECTORS, entries, { fileSize, headers }))
  if (plan === undefined) throw new Error('the log is empty')
  return plan
}

/** An entry whose LastFileOffset is high enough for anything that it writes: 64 TiB. */
export const writing = (...updates: NonNullable<SmallEntry['updates']>): SmallEntry => ({
  updates,
  lastFileOffset: 64n * BigInt(TIB),
})
