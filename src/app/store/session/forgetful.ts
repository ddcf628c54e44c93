/** Keeps the workers away from the browser's storage while nothing is to be remembered. */
import { CallError, type Client } from '../../../worker/client.ts'

/** Comes after the first screen, which needs no word of it. */
const natures = import('../../../worker/protocol/protocol.ts')
// Who calls is told; until then nobody has to know.
natures.catch(() => undefined)

/** As `client`; but what would store something is refused while `isForgetful`. */
export const forgetful = (client: Client, isForgetful: () => boolean): Client => ({
  async call(call, params, options) {
    if (isForgetful() && (await natures).stores(call, params)) {
      throw new CallError('no-permission', 'In evidence mode nothing is kept in the browser.')
    }
    return client.call(call, params, options)
  },
  close: () => client.close(),
})
