/** Times and attributes as DOS has them: a date and a time of day of 16 bits each, of the clock on the wall. */
import type { GuestTime, Stat } from '../guest-files.ts'

export interface DosTime {
  /** Years from 1980, month, day. */
  readonly date: number
  /** Hours, minutes, half seconds. 0 where only the date is kept. */
  readonly time: number
  /** Hundredths of a second behind the time, 0 to 199: more exact than half the seconds. */
  readonly hundredths?: number
  /** How far the clock is ahead of UTC, in minutes; `undefined` where nobody knows. */
  readonly minutesAhead?: number | undefined
}

const MILLION = 1_000_000n

/** `undefined` of what is no time, as that of February 30. */
export function guestTime({
  date,
  time,
  hundredths = 0,
  minutesAhead,
}: DosTime): GuestTime | undefined {
  const [year, month, day] = [1980 + (date >> 9), (date >> 5) & 0xf, date & 0x1f]
  const [hour, minute, second] = [time >> 11, (time >> 5) & 0x3f, 2 * (time & 0x1f)]
  const isTimeOfDay = hour < 24 && minute < 60 && second < 60 && hundredths < 200
  const days = Date.UTC(year, month - 1, day)
  const isDate = month > 0 && day > 0 && new Date(days).getUTCDate() === day && month <= 12
  if (!isTimeOfDay || !isDate) return undefined
  const seconds = (hour * 60 + minute - (minutesAhead ?? 0)) * 60 + second
  const nanoseconds = BigInt(days + seconds * 1000 + hundredths * 10) * MILLION
  return { nanoseconds, ...(minutesAhead === undefined && { isLocal: true }) }
}

export type KeptTimes = Readonly<Record<'created' | 'accessed' | 'modified', DosTime>>

/** A date of 0 is none. */
export function timesOf(kept: KeptTimes): Pick<Stat, 'times' | 'problems'> {
  const times: { -readonly [name in keyof Stat['times']]: Stat['times'][name] } = {}
  const problems: string[] = []
  for (const name of ['created', 'accessed', 'modified'] as const) {
    if (kept[name].date === 0) continue
    const time = guestTime(kept[name])
    if (time) times[name] = time
    else problems.push(`When it was ${name} is no time that can be.`)
  }
  return { times, problems }
}

const ATTRIBUTES: readonly (readonly [bit: number, word: string])[] = [
  [0x01, 'read-only'],
  [0x02, 'hidden'],
  [0x04, 'system'],
  [0x20, 'archive'],
]

/** In words; that it is a directory is not among them. */
export const dosAttributes = (bits: number): readonly string[] =>
  ATTRIBUTES.flatMap(([bit, word]) => ((bits & bit) !== 0 ? [word] : []))
