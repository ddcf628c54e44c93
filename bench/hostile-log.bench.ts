/** What grows with a hostile log: twice the log may cost each call at most two and a half times the time. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { test } from '@playwright/test'
import { MIB } from '../src/engine/format/layout.ts'
import { type Inspected, inspect } from '../src/engine/inspect/inspect.ts'
import { GROWING_LOGS } from '../src/testing/growing-logs.ts'
import { LOG_CALLS, type LogCall } from '../src/testing/log-calls.ts'
import { IDS } from './support/images.ts'
import { inMs, record } from './support/measure.ts'

/** In MiB; the largest has about as many descriptors as a replay plans. */
const SIZES = [1, 2, 4, 8]
const BAR = 2.5
/** Milliseconds: what is shorter says nothing about how it grows. */
const FLOOR = 100
/** Of these the shortest counts: what disturbs a run only ever makes it longer. */
const RUNS = 2
/** A call that seems to grow too much is measured so many times before it is held to. */
const MOST_RUNS = 12

setFlagsFromString('--expose-gc')
/** Garbage of the call before is not to be collected in the time of the next one. */
const collectGarbage: () => void = runInNewContext('gc')

/** Milliseconds that the processor works: what else the machine does, does not count. */
async function workOf(work: () => Promise<unknown>): Promise<number> {
  collectGarbage()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** Milliseconds of a call, by size: all of them in turn, so that a busy time does not hit one alone. */
async function measure(call: LogCall, opened: readonly Inspected[]): Promise<readonly number[]> {
  let times = opened.map(() => Number.POSITIVE_INFINITY)
  for (let run = 0; run < RUNS || (run < MOST_RUNS && growthOf('', times).ratio > BAR); run++) {
    const now: number[] = []
    for (const inspected of opened) now.push(await workOf(() => call(inspected)))
    times = times.map((time, i) => Math.min(time, now[i] ?? time))
  }
  return times
}

interface Growth {
  readonly ratio: number
  readonly detail: string
}

/** The worst step of a call from one size to the next. */
function growthOf(name: string, times: readonly number[]): Growth {
  let worst: Growth = { ratio: 0, detail: '' }
  for (const [i, time] of times.entries()) {
    const before = times[i - 1]
    if (before === undefined) continue
    const ratio = time / Math.max(before, FLOOR)
    const detail = `${name}: ${inMs(before)} to ${inMs(time)}`
    if (ratio >= worst.ratio) worst = { ratio, detail }
  }
  return worst
}

test.describe.configure({ timeout: 900_000 })

for (const { name: shape, image } of GROWING_LOGS) {
  test(`costs twice for twice the log: ${shape}`, async () => {
    const opened: Inspected[] = []
    for (const size of SIZES) opened.push(await inspect(image(size * MIB), IDS))
    let worst: Growth = { ratio: 0, detail: '' }
    let slowest = 0
    for (const [name, call] of Object.entries(LOG_CALLS)) {
      const times = await measure(call, opened)
      const growth = growthOf(name, times)
      if (growth.ratio >= worst.ratio) worst = growth
      slowest = Math.max(slowest, times.at(-1) ?? 0)
    }
    record({
      what: `the call that grows most with a log of 1, 2, 4 and 8 MiB: ${shape}`,
      value: worst.ratio,
      unit: '×',
      bar: BAR,
      direction: 'at most',
      detail: `${worst.detail}; the slowest call of 8 MiB ${inMs(slowest)}`,
    })
  })
}
