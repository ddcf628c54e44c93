/** `npm run docs`: writes the documents that are made from the sources; tests fail when they are stale. */
import { ensureInstalled, runScript } from './install.mjs'
import { runTool } from './run.mjs'

await runScript(async () => {
  await ensureInstalled()
  const tests = ['findings-doc', 'diagnoses-doc', 'commands-doc', 'json-schema', 'report-digests']
  const args = ['run', '--project=unit', ...tests.map((name) => `src/testing/${name}.test.ts`)]
  const status = await runTool('vitest/vitest.mjs', args, { UPDATE_DOCS: '1' })
  process.exitCode =
    status || (await runTool('@biomejs/biome/bin/biome', ['format', '--write', 'public']))
})
