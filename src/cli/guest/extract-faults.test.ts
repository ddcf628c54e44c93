/** Every call to the system that taking out a folder or an archive makes fails once, each in its turn. */
import { link, readdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { type Faults, withFaults } from '../../testing/failing-system.ts'
import { diskOf, extVolume, imageIn, putTree } from '../../testing/guest-image.ts'
import { hasProgram } from '../../testing/programs.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { type CommandResult, runCommand } from '../../testing/run-command.ts'
import { THOROUGH } from '../../testing/thorough.ts'
import { namesIn } from './extract-folder.ts'

vi.mock('node:fs', async (original) => {
  const { failingAtOnce } = await import('../../testing/failing-system.ts')
  return failingAtOnce(await original(), ['readSync', 'writeSync'])
})
vi.mock('node:fs/promises', async (original) => {
  const { failingPromises } = await import('../../testing/failing-system.ts')
  return failingPromises(await original())
})

const CODES = ['EIO', 'EPERM', 'ENOSPC', 'EROFS', 'EACCES']

/** Of more calls of one function there is little more to learn in a normal run. */
const MOST = THOROUGH

const isWorth = (names: readonly string[], index: number): boolean => {
  const name = names[index]
  const before = names.slice(0, index).filter((each) => each === name).length
  const count = names.filter((each) => each === name).length
  return before < MOST / 2 || before >= count - MOST / 2
}

async function resultOf(argv: readonly string[], faults: Faults) {
  let result: CommandResult = { status: -1, out: '', err: '' }
  const names = await withFaults(faults, async () => {
    result = await runCommand(argv)
  })
  return { ...result, names }
}

/** All names in a folder, also those in it. */
const allIn = async (path: string): Promise<readonly string[]> =>
  (await readdir(path, { recursive: true }).catch(() => [])).toSorted()

test.skipIf(!hasProgram('mke2fs')).each([
  ['/', 'out'],
  ['/', 'out', '--tar'],
])('of %s %s %s nothing is left half done, whatever fails', (path, name, ...options) =>
  inTempDir(async (dir) => {
    const tree = await putTree(join(dir, 'tree'), { a: 'x', 'd/b': 'y', 'd/c': 'z' })
    await link(join(tree, 'a'), join(tree, 'd/a'))
    await symlink('../a', join(tree, 'd/link'))
    const image = await imageIn(dir, diskOf(await extVolume({ tree, size: 1 })))
    await rm(tree, { recursive: true })
    const out = join(dir, name)
    const argv = ['extract', image, path, out, ...options]
    const healthy = await resultOf(argv, () => undefined)
    expect(healthy.status).toBe(0)
    const whole = await allIn(out)
    await rm(out, { recursive: true })
    const problems: string[] = []
    for (const [index, call] of healthy.names.entries()) {
      if (!isWorth(healthy.names, index)) continue
      const code = CODES[index % CODES.length]
      const isAlone = index % 2 === 0
      const { status, err } = await resultOf(argv, (each) =>
        each.index === index || (!isAlone && each.index > index) ? code : undefined,
      )
      const left = (await readdir(dir)).filter((each) => each !== 'image.vhdx')
      const isWhole = left.includes(name) && `${await allIn(out)}` === `${whole}`
      const isTold = left.every((each) => each === name || err.includes(each))
      const isEmpty = err.includes(`The empty folder ${out} cannot be removed`)
      const isRight = status === 0 ? isWhole : !left.includes(name) || isWhole || isEmpty
      const hasWords = status === 0 || (/\.\n$/.test(err) && !/defect|\bE[A-Z]{3,}\b/.test(err))
      if (!isTold || !isRight || !hasWords) {
        problems.push(`${code} of ${call}, call ${index}: status ${status}, ${left}: ${err}`)
      }
      await Promise.all(left.map((each) => rm(join(dir, each), { recursive: true })))
    }
    expect(problems).toEqual([])
  }),
)

test('a file system that does not take a colon has the names of Windows', () =>
  inTempDir(async (dir) => {
    let names: unknown
    await withFaults(
      ({ name }) => (name === 'mkdir' ? 'EINVAL' : undefined),
      async () => {
        names = await namesIn(dir)
      },
    )
    expect(names).toEqual({ target: 'windows' })
    expect(await namesIn(dir)).toMatchObject({ target: 'posix' })
    expect(await readdir(dir)).toEqual([])
  }))

test.skipIf(!hasProgram('mke2fs'))(
  'where there are no links they are told or copied, and a name that cannot be is told',
  () =>
    inTempDir(async (dir) => {
      const tree = await putTree(join(dir, 'tree'), { a: 'x' })
      await link(join(tree, 'a'), join(tree, 'b'))
      await symlink('a', join(tree, 'l'))
      const image = await imageIn(dir, diskOf(await extVolume({ tree, size: 1 })))
      const out = join(dir, 'out')
      const without: Faults = ({ name }) =>
        name === 'link' || name === 'symlink' ? 'EPERM' : undefined
      const { status, err } = await resultOf(['extract', image, '/', out], without)
      expect({ status, err }).toEqual({
        status: 0,
        err: '“/l” is a link to “a” and is not made: the file system of OUT has no links.\n',
      })
      expect((await allIn(out)).filter((each) => each !== 'lost+found')).toEqual(['a', 'b'])
      const named: Faults = ({ name }) => (name === 'symlink' ? 'ENAMETOOLONG' : undefined)
      const told = await resultOf(['extract', image, '/', `${out}2`], named)
      expect([told.status, told.err]).toEqual([
        3,
        '“/l”: It is not made: its name, or its path, is none that this machine can have.\n',
      ])
    }),
)

test.skipIf(!hasProgram('mke2fs'))(
  'what is in a folder that cannot be is not made, and all else is',
  () =>
    inTempDir(async (dir) => {
      const tree = await putTree(join(dir, 'tree'), { 'ab/c': 'x', abc: 'y' })
      const image = await imageIn(dir, diskOf(await extVolume({ tree, size: 1 })))
      const out = join(dir, 'out')
      // Behind the temporary folder and two that are tried: lost+found and ab.
      let made = 0
      const { status, err } = await resultOf(['extract', image, '/', out], ({ name }) => {
        if (name === 'mkdir') made++
        return name === 'mkdir' && (made === 4 || made === 5) ? 'ENAMETOOLONG' : undefined
      })
      expect(status).toBe(3)
      expect(err.match(/^“\/(ab|lost\+found)”: It is not made: /gm)).toHaveLength(2)
      expect(await allIn(out)).toEqual(['abc'])
    }),
)
