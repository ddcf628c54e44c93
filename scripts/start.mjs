/** `npm start`: installs and builds what is missing, serves the app and prints its address. */
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled, runScript } from './install.mjs'
import { listen } from './listen.mjs'
import { root } from './run.mjs'

await runScript(async () => {
  await ensureInstalled()
  await ensureBuilt()
  const { url } = await listen(join(root, 'dist/app'))
  console.log(`VHDX Inspector: ${url}`)
})
