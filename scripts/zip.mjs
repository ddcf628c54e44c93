/** `npm run zip`: the built app with a server of one file, and the command line, for machines without a network. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { bundledServer } from './bundled-server.mjs'
import { ensureInstalled, runScript } from './install.mjs'
import { root } from './run.mjs'
import { zip } from './zip-file.mjs'

const HOW_TO = `VHDX Inspector

With Node 20.19 or newer, and without a network:

  node serve.mjs                    serves the app on this machine and prints its address
  node vhdx-inspector.mjs --help    is the command line

app/ is the app as any web server can have it. hosting/ has its headers for nginx and Caddy; those for Apache, Netlify and
Cloudflare Pages are in app/ already.
`

/**
 * The files of a folder, as members of the archive.
 * @param {string} folder
 * @param {string} into
 */
const membersOf = (folder, into) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((file) => member(file, `${into}/${relative(folder, file).replaceAll(sep, '/')}`))

/**
 * @param {string} file
 * @param {string} name
 */
const member = (file, name) => ({ name, bytes: readFileSync(file), modified: statSync(file).mtime })

await runScript(async () => {
  await ensureInstalled()
  await ensureBuilt()
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const now = new Date()
  const server = await bundledServer()
  const members = [
    { name: 'README.txt', bytes: Buffer.from(HOW_TO), modified: now },
    { name: 'serve.mjs', bytes: server, modified: now },
    {
      ...member(join(root, 'dist/cli/vhdx-inspector.js'), 'vhdx-inspector.mjs'),
      executable: true,
    },
    member(join(root, 'LICENSE'), 'LICENSE'),
    ...membersOf(join(root, 'dist/hosting'), 'hosting'),
    ...membersOf(join(root, 'dist/app'), 'app'),
  ]
  const folder = `vhdx-inspector-${version}`
  const archive = join(root, `dist/${folder}.zip`)
  writeFileSync(
    archive,
    zip(members.map(({ name, ...rest }) => ({ ...rest, name: `${folder}/${name}` }))),
  )
  console.log(`${relative(root, archive)}: ${members.length} files`)
})
