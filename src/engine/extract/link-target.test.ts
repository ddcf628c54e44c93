import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cases } from '../../testing/thorough.ts'
import { whyNoLink } from './link-target.ts'

/** A name leads to a folder, or is a link; the folders are those of `/a`, `/a/b` and so on. */
type Links = ReadonlyMap<string, string>

/** Where a path leads as a system follows it from the folder `from`; `undefined` where it leaves `/`. */
function follow(
  links: Links,
  from: readonly string[],
  path: string,
  depth = 0,
): string[] | undefined {
  let at = [...from]
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue
    if (name === '..') {
      if (at.length === 0) return undefined
      at.pop()
      continue
    }
    const target = links.get([...at, name].join('/'))
    if (target === undefined) at.push(name)
    else {
      // A system gives up, too.
      if (depth > 8) return []
      const there = target.startsWith('/') ? undefined : follow(links, at, target, depth + 1)
      if (there === undefined) return undefined
      at = there
    }
  }
  return at
}

const segment = fc.constantFrom('a', 'b', 'l1', 'l2', '..', '..', '.', '')
const target = fc.array(segment, { minLength: 1, maxLength: 6 }).map((names) => names.join('/'))
const folder = fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 })
const link = fc.record({ folder, name: fc.constantFrom('l1', 'l2'), target })

test('through no links that are made a path leads out, however they are put together', () => {
  let made = 0
  fc.assert(
    fc.property(fc.array(link, { minLength: 1, maxLength: 5 }), (all) => {
      const links = new Map<string, string>()
      for (const { folder: in_, name, target: to } of all) {
        const path = [...in_, name].join('/')
        if (links.has(path) || whyNoLink(path, to) !== undefined) continue
        links.set(path, to)
      }
      made += links.size
      for (const path of links.keys()) expect(follow(links, [], path)).toBeDefined()
    }),
    { numRuns: cases(500) },
  )
  expect(made).toBeGreaterThan(0)
})

test.each([
  ['l', 'x', undefined],
  ['l', './x/y/', undefined],
  ['a/l', '../x', undefined],
  ['a/b/l', '../../x', undefined],
  ['l', '../x', 'out of the folder'],
  ['a/l', '../../x', 'out of the folder'],
  ['a/l', 'b/../x', 'up again'],
  ['l', '/etc', 'absolute'],
  ['l', 'C:\\x', 'absolute'],
  ['l', '..\\x', 'absolute'],
  ['l', '', 'nothing'],
  ['l', 'a\0b', 'no text'],
  ['l', '\udce9', 'no text'],
])('of a link at %j to %j it is said: %j', (path, to, said) => {
  const why = whyNoLink(path, to)
  if (said === undefined) expect(why).toBeUndefined()
  else expect(why).toContain(said)
})
