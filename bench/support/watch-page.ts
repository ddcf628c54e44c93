/** When the app's page was clicked and put pictures on the screen, and when its worker had bytes. */
import type { CDPSession, Page, Worker } from '@playwright/test'

/** Milliseconds since the epoch, with fractions: one clock for the page and its worker. */
type Instant = number

interface Watched {
  clicked: Instant
  /** Each picture put on a canvas, with the canvas's name, once the frame with it is made. */
  readonly pictures: { readonly label: string; readonly at: Instant }[]
}

interface Read {
  readonly at: Instant
  /** Bytes. */
  readonly size: number
  /** Where in the file it ends, if it is a slice of one. */
  readonly end: number
}

declare global {
  interface Window {
    watched: Watched
  }
  var reads: Read[]
}

/** From the next page that is loaded on. */
export async function watchPictures(page: Page): Promise<void> {
  await page.addInitScript(installInPage)
}

export const watchedIn = (page: Page): Promise<Watched> => page.evaluate(() => window.watched)

export const watchReads = (worker: Worker): Promise<void> => worker.evaluate(installInWorker)
export const readsOf = (worker: Worker): Promise<readonly Read[]> =>
  worker.evaluate(() => globalThis.reads)

/** Runs in the page: nothing from outside of it exists there. */
function installInPage(): void {
  const now = () => performance.timeOrigin + performance.now()
  const watched: Watched = { clicked: 0, pictures: [] }
  window.watched = watched
  addEventListener('click', () => Object.assign(watched, { clicked: now() }), true)
  const { putImageData } = CanvasRenderingContext2D.prototype
  CanvasRenderingContext2D.prototype.putImageData = function (...args: unknown[]) {
    putImageData.apply(this, args as Parameters<typeof putImageData>)
    const label = this.canvas.getAttribute('aria-label') ?? ''
    requestAnimationFrame(() => {
      // A task behind the next frame: by then that is made.
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => watched.pictures.push({ label, at: now() })
      port2.postMessage(undefined)
    })
  }
}

/** Runs in the worker. */
function installInWorker(): void {
  globalThis.reads = []
  const ends = new WeakMap<Blob, number>()
  const { arrayBuffer, slice } = Blob.prototype
  Blob.prototype.slice = function (start = 0, ...rest) {
    const part = slice.call(this, start, ...rest)
    ends.set(part, start + part.size)
    return part
  }
  Blob.prototype.arrayBuffer = async function () {
    const buffer = await arrayBuffer.call(this)
    globalThis.reads.push({
      at: performance.timeOrigin + performance.now(),
      size: buffer.byteLength,
      end: ends.get(this) ?? 0,
    })
    return buffer
  }
}

/** A task of the page's thread, in milliseconds. */
export interface Task {
  readonly took: number
  /** What of that the processor worked on it: the rest somebody else had it. */
  readonly cpu: number
}

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Microseconds. */
  readonly dur?: number
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

/** The tasks that the thread of the page does while `work` runs; one of 50 ms is what browsers call long. */
export async function traceTasks(
  session: CDPSession,
  work: () => Promise<void>,
): Promise<readonly Task[]> {
  const events: TraceEvent[] = []
  const collect = ({ value }: { readonly value: readonly object[] }): void => {
    events.push(...(value as TraceEvent[]))
  }
  session.on('Tracing.dataCollected', collect)
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'] },
  })
  await work()
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.end')
  await complete
  session.off('Tracing.dataCollected', collect)
  const threads = events.filter(
    ({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain',
  )
  const isOfPage = ({ pid, tid }: TraceEvent) =>
    threads.some((thread) => thread.pid === pid && thread.tid === tid)
  return events
    .filter((event) => event.name === 'ThreadControllerImpl::RunTask' && isOfPage(event))
    .map(({ dur = 0, tdur = dur }) => ({ took: dur / 1000, cpu: tdur / 1000 }))
}
