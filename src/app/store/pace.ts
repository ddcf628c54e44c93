/** How fast something goes and how long it still takes, from what was done in the last ten seconds. */

const WINDOW_MS = 10_000
/** Before this nothing can be told. */
const WARM_UP_MS = 3_000

/** How fast something goes, once there is something to tell from. */
export interface Pace {
  readonly bytesPerSecond: number
  readonly secondsLeft: number
}

export interface Sample {
  /** Milliseconds on any clock that only goes forward. */
  readonly at: number
  /** Bytes. */
  readonly done: number
}

/** The samples that still count, with the new one. */
export const keepSample = (samples: readonly Sample[], sample: Sample): readonly Sample[] => [
  ...samples.filter(({ at }) => sample.at - at <= WINDOW_MS),
  sample,
]

/** `undefined` while there is too little to tell from. `started` is the time of the first sample of all. */
export function paceOf(
  samples: readonly Sample[],
  started: number,
  total: number,
): Pace | undefined {
  const first = samples[0]
  const last = samples.at(-1)
  if (!first || !last || last.at - started < WARM_UP_MS || last.at === first.at) return undefined
  const bytesPerSecond = ((last.done - first.done) * 1000) / (last.at - first.at)
  if (bytesPerSecond <= 0) return undefined
  return { bytesPerSecond, secondsLeft: Math.max(0, total - last.done) / bytesPerSecond }
}
