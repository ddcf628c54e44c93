/** How a call of the worker is declared: what it takes, what it gives, and what its caller has to know. */

/** What is true of a call whatever it is asked. */
export interface Nature<Params> {
  /** It opens the browser’s private storage: to look into it makes its folders. Not in evidence mode. */
  readonly stores?: boolean | ((params: Params) => boolean)
}

/**
 * What a call takes, gives at its end, and gives before: additions come one by one, each of them
 * whole. They are there for the compiler alone, and cross the worker by structured clone.
 */
export interface Call<Params, Result, Addition = never> {
  readonly nature: Nature<Params>
  readonly answer?: (params: Params, add: (addition: Addition) => void) => Result
}

export const call = <Params, Result, Addition = never>(
  nature: Nature<Params> = {},
): Call<Params, Result, Addition> => ({ nature })
