import { describe, expect, test } from 'vitest'
import { COMMON_HEADERS, headersOf, PAGE_POLICY, SERVICE_WORKER_POLICY } from './headers.mjs'
import { filesForHosts, serverConfigurations } from './hosting.mjs'

const FILES = ['assets/a-1.js', 'icon.svg', 'index.html', 'sw.js']
const written = { ...filesForHosts(FILES), ...serverConfigurations() }

test('only the service worker may connect, and to its own origin', () => {
  expect(headersOf('sw.js')['Content-Security-Policy']).toBe(
    "default-src 'none'; connect-src 'self'",
  )
  for (const path of ['index.html', 'assets/sw.js', 'x/sw.js']) {
    expect(headersOf(path)['Content-Security-Policy']).toContain("connect-src 'none'")
  }
})

describe.each(Object.entries(written))('%s', (_, text) => {
  test('has every header, and both policies', () => {
    for (const [name, value] of Object.entries(COMMON_HEADERS)) {
      expect(text).toMatch(new RegExp(`${name}:? "?${value.replaceAll(/[()]/g, '\\$&')}`))
    }
    expect(text).toContain(PAGE_POLICY)
    expect(text).toContain(SERVICE_WORKER_POLICY)
    expect(text).toContain('immutable')
    expect(text).toContain('no-cache')
  })
})

/** The rules of a `_headers` file that fit a path. */
function rulesFor(path: string): string[][] {
  const rules = (filesForHosts(FILES)['_headers'] ?? '')
    .split('\n')
    .reduce<string[][]>((found, line) => {
      if (line.startsWith('/')) found.push([line])
      else if (line.startsWith('  ')) found.at(-1)?.push(line.trim())
      return found
    }, [])
  return rules.filter(([rule = '']) =>
    rule.endsWith('*') ? path.startsWith(rule.slice(0, -1)) : path === rule,
  )
}

test.each(['/', ...FILES.map((path) => `/${path}`)])(
  '_headers has one rule for %s, since a host joins the policies of two',
  (path) => {
    const [rule, ...more] = rulesFor(path)
    expect(more).toEqual([])
    const headers = Object.entries(headersOf(path.slice(1)))
    expect(rule?.slice(1)).toEqual(headers.map(([name, value]) => `${name}: ${value}`))
  },
)
