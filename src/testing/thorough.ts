/** How much is asked of laws that have more cases than a normal run has time for. */

/** `THOROUGH=10 npm test` asks ten times as much. */
export const THOROUGH = Number(process.env['THOROUGH'] || 1)

/** How many cases are tried, of which a normal run tries `count`. */
export const cases = (count: number): number => Math.ceil(count * THOROUGH)

/** The distance from one case in a row to the next, which is `normal` in a normal run, and 1 in a thorough one. */
export const stride = (normal: number): number => Math.max(1, Math.floor(normal / THOROUGH))
