/** How long work in the worker lets messages in, a cancel above all. */

/** The turn of whatever waits. A timer would take four milliseconds for it. */
export const pause = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
