/** How far a save is, in words. */
import { formatBytes } from '../../engine/bytes/format.ts'
import type { StartedSave } from '../store/state.ts'

/** "4 min 29 s". */
export function formatDuration(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes} min ${whole % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

const MIB = 1024 * 1024

/** "62.1 GiB of 118.4 GiB · 214 MiB/s · 4 min 29 s left". Empty where there are no figures. */
export function progressText({
  done,
  total,
  pace,
}: Extract<StartedSave, { status: 'running' }>): string {
  if (total === 0) return ''
  const amount = `${formatBytes(done)} of ${formatBytes(total)}`
  if (!pace) return amount
  const speed = pace.bytesPerSecond / MIB
  const shown = speed < 10 ? speed.toFixed(1) : Math.round(speed).toString()
  return `${amount} · ${shown} MiB/s · ${formatDuration(pace.secondsLeft)} left`
}
