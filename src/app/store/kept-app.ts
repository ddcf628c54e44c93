/**
 * What the browser has kept of the app itself, so that it starts without a network: told by the service worker's
 * registration, shown by the start screen.
 */

export interface KeptApp {
  /**
   * Goes on with a newer build of the app, which the browser has kept, and loads the page anew; `undefined` while
   * there is none.
   */
  readonly takeNewBuild: (() => void) | undefined
  /** Whether a build is kept. */
  readonly startsOffline: boolean
}

/** Until the browser has said something. */
export const NOT_KEPT: KeptApp = { takeNewBuild: undefined, startsOffline: false }
