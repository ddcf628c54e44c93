/** Faults of the disk that is saved to, put into the worker where it writes. */
import type { Page } from '@playwright/test'

export interface Fault {
  /** When it strikes: as the new file is opened for writing, at the first write, or as it is closed. */
  readonly when: 'open' | 'write' | 'close'
  /** The `DOMException` that the browser would throw; `hold` waits for `releaseWrites` instead. */
  readonly error:
    | 'QuotaExceededError'
    | 'NotAllowedError'
    | 'NotFoundError'
    | 'NoModificationAllowedError'
    | 'hold'
}

const CHANNEL = 'held-writes'

/** Runs in the worker, before its own code. */
function installFault({ when, error }: Fault, channel: string): void {
  const strike = () => {
    if (error !== 'hold') throw new DOMException('from the test', error)
    return new Promise<void>((resolve) => {
      const messages = new BroadcastChannel(channel)
      messages.onmessage = () => {
        messages.close()
        resolve()
      }
      messages.postMessage('held')
    })
  }
  const { prototype } = FileSystemFileHandle
  const createWritable = prototype.createWritable
  prototype.createWritable = async function (options) {
    if (when === 'open') await strike()
    const writable = await createWritable.call(this, options)
    const { write, close } = writable
    let writes = 0
    writable.write = async (data) => {
      if (when === 'write' && writes++ === 0) await strike()
      return write.call(writable, data)
    }
    writable.close = async () => {
      if (when === 'close') await strike()
      return close.call(writable)
    }
    return writable
  }
}

/** Every save of the page meets this fault. Call before the page is loaded. */
export async function failSaves(page: Page, fault: Fault): Promise<void> {
  const prelude = `(${installFault})(${JSON.stringify(fault)}, ${JSON.stringify(CHANNEL)});`
  await page.route('**/*.js', async (route) => {
    const response = await route.fetch()
    const text = await response.text()
    // Only the worker writes files.
    const body = text.includes('createWritable') ? prelude + text : text
    await route.fulfill({ response, body })
  })
}

export interface HeldWrites {
  /** Resolves when a save has come to the point where it is held. */
  held(): Promise<void>
  release(): Promise<void>
}

/** The other end of a fault that holds. Call before the save begins. */
export async function watchHeldWrites(page: Page): Promise<HeldWrites> {
  const channel = await page.evaluateHandle((name) => {
    const messages = new BroadcastChannel(name)
    const held = new Promise<void>((resolve) => {
      messages.onmessage = () => resolve()
    })
    return { messages, held }
  }, CHANNEL)
  return {
    held: () => channel.evaluate(({ held }) => held),
    release: () => channel.evaluate(({ messages }) => messages.postMessage('go on')),
  }
}
