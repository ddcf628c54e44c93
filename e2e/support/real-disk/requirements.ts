/** Whether a headed browser can have a desktop of its own here. */
import { DESKTOP, isThere } from '../../../scripts/programs.mjs'

/** What a real desktop needs and this machine lacks, in words; `undefined` where all is there. */
export const missingDesktop = (): string | undefined =>
  isThere(DESKTOP)
    ? undefined
    : `a headed browser needs ${DESKTOP.packages.join(', ')}; “npm run setup” brings them`

/** Whether a test that lacks something must fail rather than be skipped. */
export const nothingMayLack = !['', 'false'].includes(process.env['CI'] ?? '')
