/** The worker's entry: one worker, one open file. */
import { serve } from './rpc.ts'
import { sessionHandlers } from './session.ts'

serve(self, sessionHandlers(navigator))
