/** For what a replay is refused, and what is said about one that is carried out. */
import { describe, expect, test } from 'vitest'
import {
  planOf,
  SMALL_SECTORS,
  SMALL_SIZE,
  smallImage,
  smallPlan,
  writing,
} from '../../testing/small-image.ts'
import { clear, fill, SMALL_LOG_START, type SmallEntry } from '../../testing/small-log.ts'
import { type FindingValues, severityOf } from '../findings/finding.ts'
import type { RuleId } from '../findings/rules.ts'
import { MIB, TIB } from '../format/layout.ts'
import { CannotReplayError, canReplay, replaySteps } from './replay.ts'
import { planWrites } from './replay-writes.ts'

interface Refused {
  readonly entry: SmallEntry
  readonly rule: RuleId
  readonly values: FindingValues
}
const position = 0
const refused: readonly Refused[] = [
  {
    entry: { flushedFileOffset: 2n << 20n },
    rule: 'replay.truncated',
    values: { size: SMALL_SIZE, flushed: 2n << 20n },
  },
  {
    entry: { flushedFileOffset: 2n ** 63n },
    rule: 'replay.truncated',
    values: { size: SMALL_SIZE, flushed: 2n ** 63n },
  },
  {
    entry: { lastFileOffset: 2n ** 60n },
    rule: 'replay.last-file-offset-out-of-range',
    values: { position, value: 2n ** 60n },
  },
  {
    entry: writing(clear(0x80000n, 4096n), fill(0x2f000n, 1)),
    rule: 'replay.targets-header',
    values: { position, index: 1, offset: 0x2f000n, length: 4096n },
  },
  {
    entry: writing(clear(0n, 4096n)),
    rule: 'replay.targets-header',
    values: { position, index: 0, offset: 0n, length: 4096n },
  },
  {
    entry: writing(fill(BigInt(SMALL_LOG_START), 1)),
    rule: 'replay.targets-log',
    values: { position, index: 0, offset: BigInt(SMALL_LOG_START), length: 4096n },
  },
  {
    entry: writing(clear(0x30000n, 0x11000n)),
    rule: 'replay.targets-log',
    values: { position, index: 0, offset: 0x30000n, length: 0x11000n },
  },
  {
    entry: writing(fill(2n ** 60n, 1)),
    rule: 'replay.target-out-of-range',
    values: { position, index: 0, offset: 2n ** 60n, length: 4096n },
  },
  {
    entry: writing(fill(2n ** 53n - 4096n, 1)),
    rule: 'replay.target-out-of-range',
    values: { position, index: 0, offset: 2n ** 53n - 4096n, length: 4096n },
  },
  {
    entry: writing(clear(2n ** 64n - 4096n, 4096n)),
    rule: 'replay.target-out-of-range',
    values: { position, index: 0, offset: 2n ** 64n - 4096n, length: 4096n },
  },
]

describe('a replay is refused', () => {
  test.each(refused.map((each) => [each.rule, each.values, each] as const))(
    'for %s %o',
    async (_rule, _values, { entry, rule, values }) => {
      const planned = await smallPlan([entry])
      const fatal = planned.findings.filter((found) => severityOf(found) === 'fatal')
      expect(fatal.map((found) => found.rule)).toEqual([rule])
      expect(fatal[0]?.values).toEqual(values)
      expect(canReplay(planned)).toBe(false)
      expect(() => replaySteps(planned)).toThrow(CannotReplayError)
    },
  )

  test('by the head entry for a file that was truncated, by no other', async () => {
    const truncated = { flushedFileOffset: 2n << 20n }
    expect(canReplay(await smallPlan([truncated, { tail: 0 }]))).toBe(true)
    expect(canReplay(await smallPlan([{}, { tail: 0, ...truncated }]))).toBe(false)
  })

  test('for what the newest sequence does: there is no falling back to an older one', async () => {
    const older = { sector: 8, updates: [fill(0x80000n, 1)], lastFileOffset: 64n * BigInt(TIB) }
    const planned = await smallPlan([
      older,
      { sector: 0, sequenceNumber: 9n, updates: [fill(0n, 1)] },
    ])
    expect(planned.active.head.header.sequenceNumber).toBe(9n)
    expect(canReplay(planned)).toBe(false)
  })

  test('where it has more writes than can be planned', async () => {
    const image = await smallImage(SMALL_SECTORS, [writing(fill(0x80000n, 1), fill(0x81000n, 1))])
    const planned = await planOf(image)
    if (planned === undefined) throw new Error('the log is empty')
    const region = { offset: SMALL_LOG_START, length: SMALL_SECTORS * 4096 }
    const limited = await planWrites(image, region, planned.active, { limit: 1 })
    expect(limited.writes).toHaveLength(1)
    expect(limited.findings.map(({ rule }) => rule)).toContain('replay.too-many-writes')
  })
})

describe('a replay is carried out, though it is odd, when', () => {
  test.each<readonly [RuleId, SmallEntry, FindingValues]>([
    [
      'replay.beyond-last-file-offset',
      { updates: [fill(0x80000n, 1)], lastFileOffset: 0n },
      { position, index: 0, end: 0x81000n, last: 0n },
    ],
    [
      'replay.zero-run-excessive',
      writing(clear(2n << 20n, BigInt(TIB))),
      { position, index: 0, length: BigInt(TIB), size: SMALL_SIZE },
    ],
    [
      'replay.duplicate-target',
      writing(fill(0x80000n, 1), clear(0x80000n, 4096n), clear(0x81000n, 8192n), fill(0x82000n, 1)),
      { count: 2 },
    ],
  ])('%s', async (rule, entry, values) => {
    const planned = await smallPlan([entry])
    const [first] = planned.findings
    expect(first?.rule).toBe(rule)
    expect(first?.values).toEqual(values)
    expect(canReplay(planned)).toBe(true)
    expect(replaySteps(planned)).toBe(planned.steps)
  })

  test('it extends the file', async () => {
    const { findings } = await smallPlan([{ lastFileOffset: 3n << 20n }])
    expect(findings).toEqual([
      {
        rule: 'replay.extends-file',
        at: { offset: SMALL_SIZE, length: 0 },
        values: { before: SMALL_SIZE, after: 3 * MIB },
      },
    ])
  })

  test('a thousand descriptors of an entry break the same rule, which is said once', async () => {
    const updates = Array.from({ length: 1000 }, (_, i) => clear(BigInt(i) * 4096n, 4096n))
    const { findings } = await smallPlan([{ updates }])
    expect(findings.map(({ rule }) => rule)).toEqual([
      'replay.beyond-last-file-offset',
      'replay.targets-header',
      'replay.targets-log',
      'replay.extends-file',
    ])
  })
})
