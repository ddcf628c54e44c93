/** `npm run setup`: brings what the tests would use and this machine lacks. Says what, before each. */
import { findBrowser, installBrowser } from './browser.mjs'
import { ensureInstalled, runScript } from './install.mjs'
import { isThere, PROGRAMS } from './programs.mjs'
import { installPackages } from './system-packages.mjs'

const lacking = 'It cannot be had here; the tests that need it are skipped.'

async function ensureBrowser() {
  const found = await findBrowser()
  if (found !== undefined) return console.log(`a browser: ${found}`)
  console.log('a browser: missing. The tests draw the app in it.')
  const brought = await installBrowser()
  console.log(`  ${brought ?? lacking}`)
}

/** @param {import('./programs.mjs').Programs} wanted */
function ensurePrograms(wanted) {
  const { name, programs, packages, use } = wanted
  if (isThere(wanted)) return console.log(`${name}: there`)
  console.log(`${name}: missing. The tests ${use}.`)
  if (installPackages(packages) && isThere(wanted)) return console.log('  there now')
  console.log(
    `  ${lacking} Needed: ${programs.join(', ')}, which Debian has in ${packages.join(', ')}.`,
  )
}

// What cannot be had is no failure: the tests say what they could not look at.
await runScript(async () => {
  await ensureInstalled()
  await ensureBrowser()
  for (const wanted of PROGRAMS) ensurePrograms(wanted)
})
