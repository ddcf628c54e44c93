/** Work that several ask for, done once: it goes on for as long as one of them still wants it. */
import type { Run } from './byte-source.ts'

interface Waiter {
  readonly run: Run
}

interface Started<T> {
  readonly result: Promise<T>
  readonly waiting: Set<Waiter>
  /** It has been told to stop, since nobody wanted it. */
  isGivenUp: boolean
}

/** What fails or is given up is begun anew by whoever asks next; what is done is kept. */
export class SharedWork<T> {
  readonly #work: (run: Run) => Promise<T>
  #started: Started<T> | undefined

  constructor(work: (run: Run) => Promise<T>) {
    this.#work = work
  }

  /** Rejects with the reason of `run` where nobody else wants it, and with what the work throws. */
  async get(run: Run = {}): Promise<T> {
    for (;;) {
      run.signal?.throwIfAborted()
      this.#started ??= this.#start()
      const started = this.#started
      const waiter: Waiter = { run }
      started.waiting.add(waiter)
      try {
        return await started.result
      } catch (error) {
        if (this.#started === started) this.#started = undefined
        // Who came when it had been told to stop already has not been served.
        if (!started.isGivenUp || run.signal?.aborted) throw error
      } finally {
        started.waiting.delete(waiter)
      }
    }
  }

  #start(): Started<T> {
    const waiting = new Set<Waiter>()
    const isWanted = (): boolean => [...waiting].some(({ run: { signal } }) => !signal?.aborted)
    const run: Run = {
      signal: {
        get aborted() {
          return !isWanted()
        },
        throwIfAborted() {
          if (isWanted()) return
          started.isGivenUp = true
          for (const {
            run: { signal },
          } of waiting)
            signal?.throwIfAborted()
        },
      },
      onProgress: (done, total) => {
        for (const {
          run: { onProgress },
        } of waiting)
          onProgress?.(done, total)
      },
      pause: async () => {
        const [pause] = [...waiting].flatMap((waiter) => waiter.run.pause ?? [])
        await pause?.()
      },
    }
    // Begins in a later turn: by then it is known as what has been started.
    const started: Started<T> = {
      waiting,
      isGivenUp: false,
      result: Promise.resolve().then(() => this.#work(run)),
    }
    return started
  }
}
