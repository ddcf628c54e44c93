/** A directory of the guest as a folder of this machine. */
import { link, lstat, lutimes, mkdir, rmdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { problemWords } from '../../engine/extract/extract-words.ts'
import { whyNoLink } from '../../engine/extract/link-target.ts'
import { PIECE } from '../../engine/extract/part.ts'
import {
  type DirectoryItem,
  type ExtractItem,
  type FileItem,
  planExtract,
} from '../../engine/extract/plan-extract.ts'
import type { NamePlace } from '../../engine/extract/safe-names.ts'
import type { WalkedDirectory } from '../../engine/guest/walk.ts'
import { codeOf, failing, failure } from '../failure.ts'
import { checkLine, startHash } from '../files/hashing.ts'
import { NodeFile } from '../files/node-file.ts'
import type { Io } from '../io.ts'
import { type ExtractJob, partsOf, setTimes } from './extract-job.ts'
import { makeNewFolder, PRIVATE_FOLDER } from './new-folder.ts'
import { writeParts } from './write-parts.ts'

/** For nobody but the user. */
const PRIVATE_FILE = 0o600

export const extractFolder = (
  out: string,
  directory: WalkedDirectory,
  job: ExtractJob,
  io: Io,
): Promise<void> =>
  makeNewFolder(out, async (temporary) => {
    const folder = new Folder({ out, temporary }, job, io)
    const names = await namesIn(temporary).catch(failing(`${out} cannot be written`))
    const run = { signal: io.signal, pause: io.pause }
    const items = planExtract(job.volume.files, { inside: directory }, { names, run })
    for await (const item of items) {
      io.signal.throwIfAborted()
      await folder.make(item)
    }
    await job.sources.holdUnchanged()
  })

/** What the file system of a folder, which is empty, takes for a name: a stick may have that of Windows on any system. */
export async function namesIn(folder: string): Promise<NamePlace> {
  const isWindows = process.platform === 'win32' || !(await takesName(folder, 'a:b*c'))
  if (isWindows) return { target: 'windows' }
  const ignoresCase = await takesName(folder, 'e\u0301a', ['e\u0301A', '\u00e9a'])
  return { target: 'posix', ignoresCase }
}

/** Whether it has such a name, and then takes one of some others for the same. */
async function takesName(
  folder: string,
  name: string,
  others: readonly string[] = [name],
): Promise<boolean> {
  const path = join(folder, name)
  try {
    await mkdir(path)
  } catch (error) {
    if (OF_ITS_NAME.has(codeOf(error))) return false
    throw error
  }
  const found = others.map((other) => lstat(join(folder, other)).catch(() => undefined))
  const isFound = (await Promise.all(found)).some((stats) => stats !== undefined)
  await rmdir(path)
  return isFound
}

/** What the system says of one name, and would not of another. */
const OF_ITS_NAME = new Set(['ENAMETOOLONG', 'EILSEQ', 'EINVAL'])
const NO_NAME = 'It is not made: its name, or its path, is none that this machine can have.'
/** What a file system without links answers. */
const WITHOUT_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

/** Empty of what is at the top, and of the top itself. */
const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

class Folder {
  readonly #out: string
  readonly #temporary: string
  readonly #job: ExtractJob
  readonly #io: Io
  readonly #memory = new Uint8Array(PIECE)
  /** Directories that could not be made, by their paths: nothing in them can be. */
  readonly #unmade = new Set<string>()

  constructor(
    { out, temporary }: { readonly out: string; readonly temporary: string },
    job: ExtractJob,
    io: Io,
  ) {
    this.#out = out
    this.#temporary = temporary
    this.#job = job
    this.#io = io
  }

  async make(item: ExtractItem): Promise<void> {
    const { tally } = this.#job
    if (item.kind === 'end') {
      if (!this.#unmade.has(item.of.path)) await setTimes(this.#at(item.of.path), item.of.stat)
      return
    }
    if (item.kind === 'problem' || item.kind === 'special') {
      tally.add(item)
      return
    }
    if (this.#unmade.has(folderOf(item.path))) {
      if (item.kind === 'directory') this.#unmade.add(item.path)
      return
    }
    try {
      if (await this.#makeKnown(item)) tally.add(item)
    } catch (error) {
      const { path, kind, from } = item
      if (!OF_ITS_NAME.has(codeOf(error))) throw this.#failure(path, error)
      if (kind === 'directory') this.#unmade.add(path)
      tally.problem(problemWords({ kind: 'problem', from, reason: NO_NAME }))
    }
  }

  #makeKnown(item: Exclude<ExtractItem, { kind: 'end' | 'problem' | 'special' }>) {
    if (item.kind === 'directory') return this.#directory(item)
    if (item.kind === 'link') return this.#link(item)
    return 'first' in item ? this.#again(item) : this.#file(item)
  }

  async #directory({ path, stat }: DirectoryItem): Promise<boolean> {
    if (path !== '') await mkdir(this.#at(path), PRIVATE_FOLDER)
    await setTimes(this.#at(path), stat)
    return true
  }

  async #file(item: FileItem): Promise<boolean> {
    const { layers, algorithm, tally } = this.#job
    const at = this.#at(item.path)
    const hash = algorithm && (await startHash([algorithm], item.size, { signal: this.#io.signal }))
    const file = await NodeFile.make(at, PRIVATE_FILE, this.#named(item.path))
    try {
      const parts = partsOf(this.#job, item, this.#io)
      await writeParts(file, { layers, parts, hash, memory: this.#memory }, this.#io)
      await file.finish()
    } finally {
      await file.close()
    }
    await setTimes(at, item.stat)
    tally.addBytes(item.size)
    if (hash) this.#io.out(checkLine(hash.finishOne().hex, this.#named(item.path)))
    await this.#io.drained?.()
    return true
  }

  /** As in the guest one file with two names, where the file system of this machine has that. */
  async #again(item: FileItem & { readonly first: string }): Promise<boolean> {
    try {
      await link(this.#at(item.first), this.#at(item.path))
    } catch (error) {
      if (!WITHOUT_LINKS.has(codeOf(error)) && codeOf(error) !== 'ENOENT') throw error
      return this.#file(item)
    }
    return true
  }

  async #link(item: Extract<ExtractItem, { kind: 'link' }>): Promise<boolean> {
    const why =
      process.platform === 'win32'
        ? 'Windows lets only some users make links'
        : whyNoLink(item.path, item.target)
    if (why !== undefined) {
      this.#job.tally.notMade(item, why)
      return false
    }
    const at = this.#at(item.path)
    try {
      await symlink(item.target, at)
    } catch (error) {
      if (!WITHOUT_LINKS.has(codeOf(error))) throw error
      this.#job.tally.notMade(item, 'the file system of OUT has no links')
      return false
    }
    await setTimes(at, item.stat, lutimes)
    return true
  }

  #at(path: string): string {
    return path === '' ? this.#temporary : join(this.#temporary, path)
  }

  #named(path: string): string {
    return path === '' ? this.#out : join(this.#out, path)
  }

  #failure(path: string, error: unknown) {
    return failure(`${this.#named(path)} cannot be written`, error)
  }
}
