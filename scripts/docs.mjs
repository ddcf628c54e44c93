/** `npm run docs`: writes the documents that are made from the sources; tests fail when they are stale. */
import { ensureInstalled, runScript } from './install.mjs'
import { runTool } from './run.mjs'

await runScript(async () => {
  await ensureInstalled()
  const args = [
    'run',
    '--project=unit',
    'src/testing/findings-doc.test.ts',
    'src/testing/report-digests.test.ts',
  ]
  process.exitCode = await runTool('vitest/vitest.mjs', args, { UPDATE_DOCS: '1' })
})
