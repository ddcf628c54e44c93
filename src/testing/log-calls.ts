/** The calls of the engine over a log, each as a screen, a save or a report makes it. */
import type { ByteSource, Run } from '../engine/bytes/byte-source.ts'
import { takeTurn } from '../engine/bytes/pace.ts'
import { reportUpdate } from '../engine/changes/update-report.ts'
import { readDescriptorRows } from '../engine/entries/descriptor-rows.ts'
import { readEntryDiff, withEntry } from '../engine/entries/entry-diff.ts'
import { LOG_SECTOR_SIZE, MIB } from '../engine/format/layout.ts'
import { HistoryRows } from '../engine/history/history-rows.ts'
import { TraceRows } from '../engine/history/trace-rows.ts'
import { type Inspected, inspect } from '../engine/inspect/inspect.ts'
import { planApplication, stepsUpTo } from '../engine/log/replay.ts'
import { makePatch } from '../engine/patch/make-patch.ts'
import { PLACEHOLDER_IDS, predictQemu } from '../engine/qemu/predict.ts'
import { readAsQemu } from '../engine/qemu/qemu-report.ts'
import { readHistoryReport } from '../engine/report/json/history-report.ts'
import { makeReport } from '../engine/report/json/report.ts'
import { preview } from '../engine/update/preview.ts'
import { REPLAY_IDS } from './our-replay.ts'

const FACTS = { toolVersion: '0', made: '2026-01-01T00:00:00Z', fileName: 'hostile.vhdx' }

/** The rows that a screen asks for, at the start and at the end of a table. */
const PAGE = 64
const pagesOf = (total: number) => [
  { start: 0, count: PAGE },
  { start: Math.max(0, total - PAGE), count: PAGE },
]

/** The run is handed down to whatever takes one. */
export type LogCall = (inspected: Inspected, run?: Run) => Promise<unknown>

const openRows = async (inspected: Inspected, run?: Run): Promise<HistoryRows> => {
  const rows = await HistoryRows.open(inspected, run)
  if (!rows) throw new Error('the image has no log')
  return rows
}

/** Calls `page` for the first and the last page of what it says to have. */
async function readPages(
  page: (window: { start: number; count: number }) => Promise<{ readonly total: number }>,
): Promise<void> {
  const { total } = await page({ start: 0, count: 0 })
  for (const window of pagesOf(total)) await page(window)
}

/** The first entry, and the last one that there is. */
async function atEntries(
  { scan }: Inspected,
  look: (position: number) => Promise<unknown>,
): Promise<void> {
  for (const entry of [scan?.entries[0], scan?.entries.at(-1)])
    if (entry) await look(entry.position)
}

/** A mebibyte at a time, as a copy does it. */
async function readThrough(source: ByteSource, run?: Run): Promise<void> {
  for (let at = 0; at < source.size; at += MIB) {
    await takeTurn(run)
    await source.read(at, Math.min(MIB, source.size - at))
  }
}

/** Every call of the engine that works over the log of a file, or over what it would write. */
export const LOG_CALLS: Readonly<Record<string, LogCall>> = {
  inspect: ({ before }, run) => inspect(before.source, REPLAY_IDS, run),
  readSessions: async (inspected, run) => {
    const rows = await openRows(inspected, run)
    await readPages(async (window) => rows.sessions(window))
  },
  readSessionEntries: async (inspected, run) => {
    const rows = await openRows(inspected, run)
    const last = rows.history.sessions.length - 1
    for (const session of [0, last]) await readPages((window) => rows.entries(session, window, run))
  },
  readWrittenPlaces: async (inspected, run) => {
    const rows = await openRows(inspected, run)
    await readPages((window) => rows.places(undefined, window, run))
    await readPages((window) => rows.places(0, window, run))
  },
  readPlaceSteps: async (inspected, run) => {
    const rows = await openRows(inspected, run)
    const { rows: places } = await rows.places(undefined, { start: 0, count: 16 }, run)
    for (const place of places) await readPages((window) => rows.steps(place, window, run))
  },
  readOrphans: async (inspected, run) => {
    const rows = await openRows(inspected, run)
    await readPages(async (window) => rows.orphans(window))
  },
  readEntryDiff: (inspected, run) =>
    atEntries(inspected, async (position) => {
      for (const state of ['before', 'after'] as const) {
        await readPages((window) => readEntryDiff(inspected, { position, state }, window, run))
        await (await withEntry(inspected, position, state, run))?.read(0, LOG_SECTOR_SIZE)
      }
    }),
  readTrace: async (inspected) => {
    const rows = TraceRows.open(inspected)
    await readPages(async (window) => rows?.steps(window) ?? { total: 0 })
    await readPages(async (window) => rows?.tails(window) ?? { total: 0 })
    for (let slot = 0; slot < PAGE; slot++) rows?.stepAtSlot(slot)
  },
  readDescriptors: (inspected, run) =>
    atEntries(inspected, (position) =>
      readPages((window) => readDescriptorRows(inspected, position, window, run)),
    ),
  'preview and reading': async ({ before: { source }, update, scan }, run) => {
    const active = scan?.active
    const steps =
      update?.plan.steps ??
      (scan && active ? (await planApplication(source, scan.region, active, run)).steps : [])
    const result = preview(source, steps)
    await readThrough({ ...result, size: Math.min(result.size, source.size) }, run)
  },
  'a part of the replay': async ({ before: { source }, update }, run) => {
    if (!update) return
    const half = Math.ceil(update.plan.active.entries.length / 2)
    await reportUpdate('replay', preview(source, stepsUpTo(update.plan, half)), update.after, run)
  },
  makePatch: async ({ before: { source }, update }, run) => {
    if (update) await makePatch(source, update.plan, REPLAY_IDS.fileWriteGuid, run)
  },
  predict: ({ before: { source }, scan }, run) => predictQemu(source, scan, PLACEHOLDER_IDS, run),
  readAsQemu: (inspected, run) => readAsQemu(inspected, run),
  'report with history and QEMU': async (inspected, run) => {
    const history = await readHistoryReport(inspected, run)
    const qemu = await readAsQemu(inspected, run)
    JSON.stringify(makeReport(inspected, FACTS, { history, qemu }))
  },
}
