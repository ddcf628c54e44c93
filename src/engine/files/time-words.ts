/** A time of a guest's file as text: ISO 8601, in UTC where the file system keeps that. */
import type { GuestTime } from '../guest/guest-files.ts'

/** What a `Date` holds, in milliseconds to both sides of 1970. */
const FURTHEST = 8_640_000_000_000_000n
const SECOND = 1_000_000_000n

/**
 * "2026-11-30T20:08:52.123456789Z", or `toSecond` without the nine digits. Without the Z it is the time of the guest's
 * clock, of which nobody knows the zone. A time that no calendar has is a number of seconds: "@-9223372036854775808".
 */
export function timeText({ nanoseconds, isLocal }: GuestTime, toSecond = false): string {
  // Down, also before 1970.
  const seconds = nanoseconds / SECOND - (nanoseconds % SECOND < 0n ? 1n : 0n)
  const milliseconds = seconds * 1000n
  if (milliseconds < -FURTHEST || milliseconds > FURTHEST) return `@${seconds}`
  const date = new Date(Number(milliseconds)).toISOString().replace(/\.\d+Z$/, '')
  const digits = (nanoseconds - seconds * SECOND).toString().padStart(9, '0')
  return `${date}${toSecond ? '' : `.${digits}`}${isLocal ? '' : 'Z'}`
}
