/** Serves the app under the port that the environment asks for, else under the first free one. */
import { Complaint } from './install.mjs'
import { serve } from './serve.mjs'

const FIRST_PORT = 4173
const LAST_PORT = 4272

/** @returns {number | undefined} the port that the environment asks for */
function wantedPort() {
  const { PORT: text } = process.env
  if (text === undefined || text === '') return undefined
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65535) return port
  throw new Complaint(`PORT must be a number from 0 to 65535, not “${text}”.`)
}

/** @param {unknown} error */
const codeOf = (error) => (error instanceof Error && 'code' in error ? error.code : undefined)

/**
 * Rejects with a `Complaint` where no port can be had.
 * @param {string} folder of the built app
 */
export async function listen(folder) {
  const wanted = wantedPort()
  const last = wanted ?? LAST_PORT
  for (let port = wanted ?? FIRST_PORT; port <= last; port++) {
    try {
      return await serve(folder, port)
    } catch (error) {
      const code = codeOf(error)
      if (code === 'EACCES') throw new Complaint(`Port ${port} may not be used by this user.`)
      if (code !== 'EADDRINUSE') throw error
    }
  }
  throw new Complaint(
    wanted === undefined
      ? `The ports ${FIRST_PORT} to ${LAST_PORT} are all taken: name a free one with PORT=….`
      : `Port ${wanted} is taken: name another one with PORT=…, or none to get the next free one.`,
  )
}
