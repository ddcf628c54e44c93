/** The sign of a condition, beside what is in it: a diagnosis, or the result of a salvage. */
import type { Condition } from '../../../engine/diagnosis/verdict.ts'
import type { Sign } from '../../ui/tone-icon.tsx'

export const CONDITION_SIGNS: Readonly<Record<Condition, Sign>> = {
  unreadable: 'fatal',
  damaged: 'error',
  incomplete: 'warning',
  degraded: 'warning',
  sound: 'ok',
}
