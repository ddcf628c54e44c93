/** Keeps the workers away from the browser's storage while nothing is to be remembered. */
import { CallError, type Client } from '../../../worker/client.ts'
import { stores } from '../../../worker/protocol/protocol.ts'

/** As `client`; but what would store something is refused while `isForgetful`. */
export const forgetful = (client: Client, isForgetful: () => boolean): Client => ({
  async call(call, params, options) {
    if (isForgetful() && stores(call, params)) {
      throw new CallError('no-permission', 'In evidence mode nothing is kept in the browser.')
    }
    return client.call(call, params, options)
  },
  close: () => client.close(),
})
