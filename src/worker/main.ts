/** The worker's entry: one worker, one open file. */
import { serve } from './rpc.ts'
import { answerCalls } from './session.ts'

serve(self, answerCalls(navigator))
