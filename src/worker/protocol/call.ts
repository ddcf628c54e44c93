/** How a call of the worker is declared: what it takes, what it gives, and what its caller has to know. */

/** What is true of a call whatever it is asked. */
export interface Nature<Params> {
  /** It opens the browser’s private storage: to look into it makes its folders. Not in evidence mode. */
  readonly stores?: boolean | ((params: Params) => boolean)
}

/** `Params` and `Result` are there for the compiler alone. Both cross the worker by structured clone. */
export interface Call<Params, Result> {
  readonly nature: Nature<Params>
  readonly answer?: (params: Params) => Result
}

export const call = <Params, Result>(nature: Nature<Params> = {}): Call<Params, Result> => ({
  nature,
})
