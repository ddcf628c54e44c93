/** A client without a worker, for tests of the store: it answers what the test tells it to. */
import type { CallOptions, Client } from '../worker/client.ts'
import { CallError } from '../worker/client.ts'
import type { CallName, Calls } from '../worker/protocol/protocol.ts'

export type Answers = {
  [C in CallName]?: (
    params: Calls[C]['params'],
    options: CallOptions<C>,
  ) => Calls[C]['result'] | Promise<Calls[C]['result']>
}

export interface FakeClient extends Client {
  readonly asked: CallName[]
  readonly closed: boolean
}

/** Calls without an answer fail as `internal`; calls after `close` as `aborted`. */
export function fakeClient(answers: Answers): FakeClient {
  const asked: CallName[] = []
  let closed = false
  return {
    asked,
    get closed() {
      return closed
    },
    async call(call, params, options = {}) {
      asked.push(call)
      if (closed) throw new CallError('aborted', 'Cancelled.')
      const answer = answers[call]
      if (!answer) throw new CallError('internal', `nobody answers ${call}`)
      return answer(params, options)
    },
    close() {
      closed = true
    },
  }
}

/** Rejects when the call is aborted, as a call of a worker does. */
export const untilAborted = ({ signal }: Pick<CallOptions, 'signal'>): Promise<never> =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(new CallError('aborted', 'Cancelled.')))
  })
