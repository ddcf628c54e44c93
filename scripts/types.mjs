/** `npm run types`: checks each environment against its own library, and the tests against all. */
import { runTool } from './run.mjs'

const PROJECTS = ['src/engine', 'src/worker', 'src/app', 'src/cli', 'src/offline', '.']

let failed = 0
for (const project of PROJECTS) {
  const status = await runTool('typescript/bin/tsc', ['-p', project])
  if (status === 0) continue
  console.error(`types: ${project} has errors`)
  failed++
}
if (failed === 0) console.log(`types: ${PROJECTS.join(', ')} are right`)
else process.exitCode = 1
