/** Child processes: run one and wait, ask one for its output, find one on the path. */
import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the project, whatever the current one is. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const windows = process.platform === 'win32'

/**
 * Runs a program in the project's folder with its output shown as it comes.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string | undefined>>} [env] added to the environment
 * @returns {Promise<number>} its exit status; 127 if it could not be started, 128 if a signal ended it
 */
export function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    })
    child.on('error', () => resolve(127))
    child.on('exit', (code) => resolve(code ?? 128))
  })
}

/**
 * Runs a JavaScript program of an installed package with this very Node.
 * @param {string} program its file under node_modules
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string | undefined>>} [env]
 */
export const runTool = (program, args, env) =>
  run(process.execPath, [join(root, 'node_modules', program), ...args], env)

/**
 * Runs npm: the one that runs this script, if one does.
 * @param {readonly string[]} args
 */
export function runNpm(args) {
  const { npm_execpath: cli } = process.env
  if (cli !== undefined && /\.c?js$/.test(cli)) return run(process.execPath, [cli, ...args])
  // On Windows npm is a batch file, which only a shell starts.
  return windows ? run('cmd.exe', ['/d', '/s', '/c', 'npm', ...args]) : run('npm', args)
}

/**
 * Whether a program runs and ends well, with nothing shown.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {number} [timeout] milliseconds
 */
export const succeeds = (command, args, timeout = 20_000) =>
  spawnSync(command, args, { stdio: 'ignore', timeout }).status === 0

/**
 * The full name of a program on the path.
 * @param {string} name
 * @param {string} [path]
 * @returns {string | undefined}
 */
export function findProgram(name, path = process.env['PATH'] ?? '') {
  for (const folder of path.split(delimiter)) {
    const file = join(folder, windows ? `${name}.exe` : name)
    if (folder !== '' && isProgram(file)) return file
  }
  return undefined
}

/** @param {string} file */
export function isProgram(file) {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
