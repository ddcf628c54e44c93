/** Times as DOS has them: a date and a time of day of 16 bits each, of the clock on the wall. */
import type { GuestTime } from '../guest-files.ts'

export interface DosTime {
  /** Years from 1980, month, day. */
  readonly date: number
  /** Hours, minutes, half seconds. 0 where only the date is kept. */
  readonly time: number
  /** Hundredths of a second behind the time, 0 to 199: more exact than half the seconds. */
  readonly hundredths?: number
  /** How far the clock is before UTC, in minutes; `undefined` where nobody knows. */
  readonly minutesBeforeUtc?: number | undefined
}

const MILLION = 1_000_000n

/** `undefined` of what is no time, as that of February 30. */
export function guestTime({
  date,
  time,
  hundredths = 0,
  minutesBeforeUtc,
}: DosTime): GuestTime | undefined {
  const [year, month, day] = [1980 + (date >> 9), (date >> 5) & 0xf, date & 0x1f]
  const [hour, minute, second] = [time >> 11, (time >> 5) & 0x3f, 2 * (time & 0x1f)]
  const isTimeOfDay = hour < 24 && minute < 60 && second < 60 && hundredths < 200
  const days = Date.UTC(year, month - 1, day)
  const isDate = month > 0 && day > 0 && new Date(days).getUTCDate() === day && month <= 12
  if (!isTimeOfDay || !isDate) return undefined
  const seconds = (hour * 60 + minute - (minutesBeforeUtc ?? 0)) * 60 + second
  const nanoseconds = BigInt(days + seconds * 1000 + hundredths * 10) * MILLION
  return { nanoseconds, ...(minutesBeforeUtc === undefined && { isLocal: true }) }
}
