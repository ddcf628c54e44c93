/** Which build of the app this is. */

/** What stands in its place in index.html until there is a build: with the development server. */
const NONE = 'BUILD'

const content = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="build"]')?.content ?? NONE

/** The name of the build, a SHA-256 in hexadecimal; `undefined` where the app runs from its sources. */
export const buildName = (): string | undefined => (content() === NONE ? undefined : content())

/** As many digits as tell two builds apart at a look. */
const DIGITS = 12

export const shortBuild = (name: string): string => name.slice(0, DIGITS)
