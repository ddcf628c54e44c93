/**
 * 0xC03A0020 to 0xC03A0024, 0xC03A0029, 0xC03A002A and 0xC03A0030 (winerror.h; the first five also MS-RSVD 2.2.4.18):
 * change tracking, by which backups find what has changed. 0xC03A002B to 0xC03A002F are not assigned.
 */
import type { ErrorCode } from '../error-code.ts'

const NEXT_IS_FULL =
  'The image itself is not in doubt. Let the next backup be a full one: it starts the tracking anew.'

export const trackingCodes = [
  {
    code: 0xc03a0020,
    name: 'ERROR_CTLOG_TRACKING_NOT_INITIALIZED',
    meaning: 'Change tracking has not been started for this disk.',
    rules: [],
    advice: NEXT_IS_FULL,
  },
  {
    code: 0xc03a0021,
    name: 'ERROR_CTLOG_LOGFILE_SIZE_EXCEEDED_MAXSIZE',
    meaning: 'The file with the tracked changes has become larger than it may.',
    rules: [],
    advice: NEXT_IS_FULL,
  },
  {
    code: 0xc03a0022,
    name: 'ERROR_CTLOG_VHD_CHANGED_OFFLINE',
    meaning: 'The disk was compacted, resized or written to while nobody tracked it.',
    rules: [],
    advice: NEXT_IS_FULL,
  },
  {
    code: 0xc03a0023,
    name: 'ERROR_CTLOG_INVALID_TRACKING_STATE',
    meaning: 'Tracking is not in a state in which this can be asked; it may have ended.',
    rules: [],
    advice: NEXT_IS_FULL,
  },
  {
    code: 0xc03a0024,
    name: 'ERROR_CTLOG_INCONSISTENT_TRACKING_FILE',
    meaning: 'The file with the tracked changes contradicts itself.',
    rules: [],
    advice: NEXT_IS_FULL,
  },
  {
    code: 0xc03a0029,
    name: 'ERROR_VHD_INVALID_CHANGE_TRACKING_ID',
    meaning: 'The backup asks for changes since a point that this disk does not know.',
    rules: [],
    advice: NEXT_IS_FULL,
  },
  {
    code: 0xc03a002a,
    name: 'ERROR_VHD_CHANGE_TRACKING_DISABLED',
    meaning: 'Change tracking is turned off for this disk.',
    rules: [],
    advice: NEXT_IS_FULL,
  },
  {
    code: 0xc03a0030,
    name: 'ERROR_VHD_MISSING_CHANGE_TRACKING_INFORMATION',
    meaning: 'There are no tracked changes since the point that the backup asks for.',
    rules: [],
    advice: NEXT_IS_FULL,
  },
] as const satisfies readonly ErrorCode[]
