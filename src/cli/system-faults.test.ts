/** Every call to the system that the command line makes fails once, each in its turn. */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { CommandFolder, type Files } from '../testing/command-folder.ts'
import { type Faults, type SystemCall, withFaults } from '../testing/failing-system.ts'
import { ONE_SENTENCE } from '../testing/in-place.ts'
import { inTempDir } from '../testing/qemu.ts'
import { type CommandResult, runCommand } from '../testing/run-command.ts'
import { THOROUGH } from '../testing/thorough.ts'

vi.mock('node:fs', async (original) => {
  const { failingAtOnce } = await import('../testing/failing-system.ts')
  return failingAtOnce(await original(), ['readSync', 'writeSync'])
})
vi.mock('node:fs/promises', async (original) => {
  const { failingPromises } = await import('../testing/failing-system.ts')
  return failingPromises(await original())
})
vi.mock('node:child_process', async (original) => {
  const { failingAtOnce } = await import('../testing/failing-system.ts')
  return failingAtOnce(await original(), ['spawn'])
})
vi.mock('node:crypto', async (original) => {
  const { countedUUID } = await import('../testing/failing-system.ts')
  return { ...(await original<typeof import('node:crypto')>()), randomUUID: countedUUID }
})

const CODES = ['EIO', 'EPERM', 'ENOSPC', 'EROFS', 'EACCES']

/** What a call that fails does to those behind it. */
const WAYS: Readonly<Record<string, (at: SystemCall) => (call: SystemCall) => boolean>> = {
  alone: (at) => (call) => call.index === at.index,
  'and everything behind it': (at) => (call) => call.index >= at.index,
}

/** In a normal run one of the two, in turn: most calls are made by several commands. */
const waysOf = ({ index }: SystemCall) =>
  Object.entries(WAYS).filter((_, i) => THOROUGH > 1 || i === index % 2)

/** A file system, by the calls that always fail there. */
type System = Readonly<Record<string, string>>
const SYSTEMS: Readonly<Record<string, System>> = {
  'with all that there is': {},
  'without links, modes and a copying program': { link: 'EPERM', chmod: 'EPERM', spawn: 'ENOENT' },
}

/**
 * The calls that are made to fail: of those of one function in a row, which may be many, the first and the
 * last, and of all of one function no more than `MOST`, spread over them. Where the file system fails some
 * itself, only around those is anything else done than elsewhere.
 */
function worthFailing(names: readonly string[], always: System): readonly SystemCall[] {
  const calls = names.map((name, index) => ({ index, name }))
  const own = calls.filter(({ name }) => name in always)
  const isUsual = Object.keys(always).length === 0
  const [from = names.length, to = 0] = [own.at(0)?.index, own.at(-1)?.index]
  const worth = calls
    .filter(({ index }) => isUsual || (index >= from && index <= to + 5))
    .filter(({ name, index }) => names[index - 1] !== name || names[index + 1] !== name)
  return [...new Set(names)].flatMap((one) => spread(worth.filter(({ name }) => name === one)))
}

/** Of more reads or writes of one kind there is hardly more to learn. */
const MOST = THOROUGH > 1 ? 6 : 3

const spread = (calls: readonly SystemCall[]): readonly SystemCall[] =>
  calls.length <= MOST
    ? calls
    : Array.from({ length: MOST }, (_, i) => {
        const call = calls[Math.round((i * (calls.length - 1)) / (MOST - 1))]
        return call as SystemCall
      })

interface Ended extends CommandResult {
  readonly files: Files
}

type Check = (ended: Ended, healthy: Ended, folder: CommandFolder) => unknown

/** What goes wrong, one line each, where a call of the command fails, each in its turn. */
async function problemsOf(
  argv: readonly string[],
  inputs: readonly string[],
  check: Check,
  prepare: readonly (readonly string[])[] = [],
): Promise<readonly string[]> {
  const problems: string[] = []
  const run = async (folder: CommandFolder, faults: Faults) => {
    let result: CommandResult | undefined
    const calls = await withFaults(faults, async () => {
      result = await folder.run(argv)
    })
    return { status: -1, out: '', err: '', ...result, calls, files: await folder.look() }
  }
  await inTempDir(async (dir) => {
    const folder = new CommandFolder(dir)
    await folder.fill(inputs, prepare)
    for (const always of Object.values(SYSTEMS)) {
      const healthy = await run(folder, ({ name }) => always[name])
      await folder.restore()
      for (const at of worthFailing(healthy.calls, always)) {
        for (const [way, fails] of waysOf(at)) {
          const code = CODES[(at.index + way.length) % CODES.length]
          try {
            const faults: Faults = (call) => (fails(at)(call) ? code : always[call.name])
            await check(await run(folder, faults), healthy, folder)
          } catch (error) {
            problems.push(`${code} of ${at.name}, call ${at.index}, ${way}: ${error}`)
          }
          await folder.restore()
        }
      }
    }
  })
  return problems
}

const withoutTime = (text: string): string => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'a time')
const isTemporary = (name: string): boolean => name.startsWith('.vhdx-inspector-')

/** Either it is done all the same, or one sentence says why not and names all that is left. */
function checkWords(
  { status, out, err, files }: Ended,
  healthy: Ended,
  folder: CommandFolder,
): void {
  const hold = (isTrue: boolean, what: string) => {
    if (!isTrue) throw new Error(`${what}: status ${status}, “${err.trim()}”`)
  }
  if (status === healthy.status) {
    hold(withoutTime(out) === withoutTime(healthy.out), 'done, but something else was said')
    return
  }
  hold(status === 1, 'no status of its own')
  // Of a file that is complete there may be more to say.
  hold(err.includes('is complete, but') || ONE_SENTENCE.test(err), 'no sentence')
  const words = err.replaceAll(folder.dir, '')
  hold(!/defect|undefined|\bE[A-Z]{2,}\b/.test(words), 'no plain words')
  for (const name of files.keys()) {
    hold(folder.before.has(name) || (err + out).includes(name), `${name} is left`)
  }
}

function checkSources({ files }: Ended, { before }: CommandFolder): void {
  for (const [name, bytes] of before) {
    if (!files.get(name)?.equals(bytes)) throw new Error(`${name} has been changed`)
  }
}

function checkNewFiles(
  { status, err, files }: Ended,
  healthy: Ended,
  { before }: CommandFolder,
): void {
  for (const name of status === 0 ? healthy.files.keys() : files.keys()) {
    if (before.has(name) || isTemporary(name)) continue
    const bytes = files.get(name)
    if (bytes !== undefined && healthy.files.get(name)?.equals(bytes)) continue
    // An empty file has only taken the name for what was to come; it is named like all that is left.
    if (bytes?.length !== 0 || status === 0)
      throw new Error(`${name} is not whole: “${err.trim()}”`)
  }
}

/** Milliseconds for hundreds of runs of a command, on a machine with other work. */
const LIMIT = 120_000

describe('a command that only reads', { timeout: LIMIT }, () => {
  test.each([
    [['inspect', './image.vhdx', '--as', 'qemu'], ['image.vhdx']],
    [
      ['inspect', './image.vhdx', '--json', '--sha256', '--notes', './recipe.json'],
      ['image.vhdx', 'recipe.json'],
    ],
    [
      ['inspect', './child.vhdx', '--parent', './base.vhdx'],
      ['child.vhdx', 'base.vhdx'],
    ],
    [['history', './image.vhdx'], ['image.vhdx']],
    [['trace', './image.vhdx'], ['image.vhdx']],
    [
      ['map', './child.vhdx', '--find-parents'],
      ['child.vhdx', 'base.vhdx'],
    ],
    [['salvage', './broken.vhdx'], ['broken.vhdx']],
    [['hash', './image.vhdx', '--blake3'], ['image.vhdx']],
    [['hash', './image.vhdx', '--after'], ['image.vhdx']],
    [['replay', '--in-place', './image.vhdx'], ['image.vhdx']],
  ])('%j', async (argv, inputs) => {
    const check: Check = (ended, healthy, folder) => {
      checkWords(ended, healthy, folder)
      checkSources(ended, folder)
    }
    expect(await problemsOf(argv, inputs, check)).toEqual([])
  })
})

describe('a command that makes files', { timeout: LIMIT }, () => {
  test.each([
    [['replay', './image.vhdx', './out'], ['image.vhdx']],
    [['patch', './image.vhdx', './out'], ['image.vhdx']],
    [
      ['export', './child.vhdx', './out', '--find-parents'],
      ['child.vhdx', 'base.vhdx'],
    ],
    [
      ['export', './image.vhdx', './out.vhdx', '--format', 'vhdx', '--hash', 'sha256'],
      ['image.vhdx'],
    ],
    [['repaired', './broken.vhdx', './out'], ['broken.vhdx']],
    [
      ['relink', './child.vhdx', './out', '--parent', './base.vhdx'],
      ['child.vhdx', 'base.vhdx'],
    ],
    [['salvage', './broken.vhdx', './out', '--way', 'headers-anew'], ['broken.vhdx']],
    [['salvage', './cut.vhdx', './out', '--way', 'lengthened', '--patch'], ['cut.vhdx']],
    [['skeleton', './image.vhdx', './out'], ['image.vhdx']],
    [['create', './out', '--size', '4MiB'], []],
    [['create', './out', '--parent', './base.vhdx'], ['base.vhdx']],
    [['compose', './recipe.json', './out'], ['recipe.json']],
  ])('%j', async (argv, inputs) => {
    const check: Check = (ended, healthy, folder) => {
      checkWords(ended, healthy, folder)
      checkSources(ended, folder)
      checkNewFiles(ended, healthy, folder)
    }
    expect(await problemsOf(argv, inputs, check)).toEqual([])
  })
})

describe('a command that changes the image', { timeout: LIMIT }, () => {
  const UNDO = './image.vhdx.undo-4e1b7c90'
  const inPlace = ['replay', '--in-place', '--yes', './image.vhdx']
  const patch = ['patch', './image.vhdx', './p']
  test.each<[readonly string[], readonly (readonly string[])[]]>([
    [inPlace, []],
    [[...inPlace, '--no-undo'], []],
    [['undo', UNDO, './image.vhdx'], [inPlace]],
    [['apply', './p', './image.vhdx'], [patch]],
    [
      ['apply', './p', './image.vhdx', '--undo'],
      [patch, ['apply', './p', './image.vhdx']],
    ],
  ])('%j', async (argv, prepare) => {
    let done: Buffer = Buffer.alloc(0)
    await inTempDir(async (dir) => {
      const folder = new CommandFolder(dir)
      await folder.fill(['image.vhdx'], [...prepare, argv])
      done = await folder.content()
    })
    const check: Check = async (ended, healthy, folder) => {
      checkWords(ended, healthy, folder)
      const isUntouched = ended.files.get('image.vhdx') === folder.before.get('image.vhdx')
      if (isUntouched && ended.files.size === folder.before.size) return
      // What it says that it could not remove would be in the way.
      for (const [, empty = ''] of ended.err.matchAll(/The empty file (\S+) /g)) await rm(empty)
      const again = await folder.run(argv, 1000)
      const isDone = again.status === 0 && done.equals(await folder.content())
      if (!isDone) throw new Error(`${ended.err.trim()} And again: ${again.err.trim()}`)
    }
    expect(await problemsOf(argv, ['image.vhdx'], check, prepare)).toEqual([])
  })
})

test('an interrupt that cannot clear up says what is left', async () => {
  await inTempDir(async (dir) => {
    const interrupt = new AbortController()
    const faults: Faults = ({ name }) => {
      if (name === 'writeSync') interrupt.abort()
      return name === 'unlink' ? 'EPERM' : undefined
    }
    let result: CommandResult | undefined
    await withFaults(faults, async () => {
      const argv = ['create', join(dir, 'out'), '--size', '4MiB']
      result = await runCommand(argv, interrupt.signal)
    })
    const [left = ''] = await readdir(dir)
    expect(left).toMatch(/^\.vhdx-inspector-/)
    expect(result).toEqual({
      status: 1,
      out: '',
      err: `Interrupted: nothing else was written. The temporary file ${join(dir, left)} cannot be removed: it is not permitted.\n`,
    })
  })
})
