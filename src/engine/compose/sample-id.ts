/** The images that the app can build for itself, so that everything can be seen without a file at hand. */
export const SAMPLE_IDS = [
  'clean',
  'dirty',
  'torn',
  'truncated',
  'wrapped',
  'full',
  'differencing',
] as const
export type SampleId = (typeof SAMPLE_IDS)[number]
