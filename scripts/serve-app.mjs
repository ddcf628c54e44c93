/** The server in the archive of `npm run zip`, where it is one file beside the folder of the app. */
import { join } from 'node:path'
import { checkNode, runScript } from './install.mjs'
import { listen } from './listen.mjs'

await runScript(async () => {
  checkNode()
  const { url } = await listen(join(import.meta.dirname, 'app'))
  console.log(`VHDX Inspector: ${url}`)
  console.log(
    'Press Ctrl+C to stop the server. The browser keeps the app, and starts it without the server too.',
  )
})
