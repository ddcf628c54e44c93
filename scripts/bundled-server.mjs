/** Our server as one file that needs nothing but Node, for the archive of `npm run zip`. */
import { build } from 'vite'
import { Complaint } from './install.mjs'
import { root } from './run.mjs'

/** @returns {Promise<Buffer>} an ES module, which serves the folder `app` beside it */
export async function bundledServer() {
  const result = await build({
    configFile: false,
    publicDir: false,
    root,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'node20.19',
      ssr: 'scripts/serve-app.mjs',
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  const [chunk, ...more] = 'output' in result ? result.output : []
  if (chunk === undefined || more.length > 0) throw new Complaint('The server is not one file.')
  return Buffer.from(chunk.code)
}
