import { expect, test } from 'vitest'
import { ATTACH_INTRO, ATTACH_OBSTACLES, ATTACH_TITLE } from './attach-help.ts'
import { obstacleSentences, refusalOf } from './attach-words.ts'
import { codeTitle } from './code-words.ts'
import { readCode } from './read-code.ts'

test.each(ATTACH_OBSTACLES.map((obstacle) => [obstacle.title, obstacle] as const))(
  '“%s” is told in sentences, with a command that shows it and another that mends it',
  (_, obstacle) => {
    for (const text of [obstacle.cause, obstacle.note ?? 'None.', ...obstacleSentences(obstacle)]) {
      expect(text).toMatch(/^[A-Z].*\.$/)
      expect(text).not.toMatch(/\s{2}|\.\./)
    }
    expect(obstacle.sign).not.toMatch(/[.]$/)
    for (const command of [obstacle.shows, obstacle.mends]) expect(command).toContain('FILE')
    expect(obstacle.shows).not.toBe(obstacle.mends)
  },
)

test('the code of each is one that is explained, by the same number and name', () => {
  for (const obstacle of ATTACH_OBSTACLES) {
    const entry = readCode(refusalOf(obstacle))
    expect(entry && codeTitle(entry)).toBe(refusalOf(obstacle))
  }
})

test('nothing of it claims to have been found in the image', () => {
  expect(ATTACH_TITLE).toMatch(/\?$/)
  expect(ATTACH_INTRO).toContain('not in the image')
})
