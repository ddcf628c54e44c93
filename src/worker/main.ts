/** The worker's entry: one worker, one open file. */
import { serve } from './rpc.ts'
import { answerCalls } from './session.ts'

/** Private storage that cannot be written in place is no workbench: then it is as if there were none. */
const hasWorkbench =
  typeof FileSystemFileHandle === 'function' &&
  'createSyncAccessHandle' in FileSystemFileHandle.prototype

serve(self, answerCalls(hasWorkbench ? navigator : {}))
