/** What grows with a hostile log: twice the log may cost each call at most two and a half times the time. */
import { test } from '@playwright/test'
import { MIB } from '../src/engine/format/layout.ts'
import { inspect } from '../src/engine/inspect/inspect.ts'
import { GROWING_LOGS, type GrowingLog } from '../src/testing/growing-logs.ts'
import { LOG_CALLS } from '../src/testing/log-calls.ts'
import { IDS } from './support/images.ts'
import { inMs, record } from './support/measure.ts'

/** In MiB; the largest has about as many descriptors as a replay plans. */
const SIZES = [1, 2, 4, 8]
const BAR = 2.5
/** Milliseconds: what is shorter says nothing about how it grows. */
const FLOOR = 40
/** Of these the shortest counts. */
const RUNS = 3

/** Milliseconds that the processor works: what else the machine does, does not count. */
const worked = (work: () => Promise<unknown>) => async (): Promise<number> => {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** Milliseconds of each call, by size. */
async function measure({ image }: GrowingLog): Promise<ReadonlyMap<string, readonly number[]>> {
  const times = new Map<string, number[]>(Object.keys(LOG_CALLS).map((name) => [name, []]))
  for (const size of SIZES) {
    const inspected = await inspect(image(size * MIB), IDS)
    for (const [name, call] of Object.entries(LOG_CALLS)) {
      const run = worked(() => call(inspected))
      let least = Number.POSITIVE_INFINITY
      for (let i = 0; i < RUNS; i++) least = Math.min(least, await run())
      times.get(name)?.push(least)
    }
  }
  return times
}

interface Growth {
  readonly name: string
  readonly ratio: number
  readonly detail: string
}

/** The worst step of a call from one size to the next. */
function growthOf(name: string, times: readonly number[]): Growth {
  let worst: Growth = { name, ratio: 0, detail: '' }
  for (const [i, time] of times.entries()) {
    const before = times[i - 1]
    if (before === undefined) continue
    const ratio = time / Math.max(before, FLOOR)
    const detail = `${name}: ${inMs(before)} to ${inMs(time)}`
    if (ratio >= worst.ratio) worst = { name, ratio, detail }
  }
  return worst
}

test.describe.configure({ timeout: 900_000 })

for (const log of GROWING_LOGS) {
  test(`costs twice for twice the log: ${log.name}`, async () => {
    const times = await measure(log)
    const growths = [...times].map(([name, list]) => growthOf(name, list))
    const [worst] = growths.sort((a, b) => b.ratio - a.ratio)
    if (!worst) return
    const slowest = Math.max(...[...times.values()].map((list) => list.at(-1) ?? 0))
    record({
      what: `the call that grows most with a log of 1, 2, 4 and 8 MiB: ${log.name}`,
      value: worst.ratio,
      unit: '×',
      bar: BAR,
      direction: 'at most',
      detail: `${worst.detail}; the slowest call of 8 MiB ${inMs(slowest)}`,
    })
  })
}
