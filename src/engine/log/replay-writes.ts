/** The descriptors of the active sequence as writes, in the order in which they are obeyed, §2.3.3. */

import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { cached } from '../bytes/cached-source.ts'
import { Pace } from '../bytes/pace.ts'
import { overlaps } from '../bytes/ranges.ts'
import { fieldRange } from '../bytes/struct.ts'
import { type Finding, type FindingValues, finding } from '../findings/finding.ts'
import type { RuleId } from '../findings/rules.ts'
import { FIRST_LOGGABLE_OFFSET, MAX_BLOCK_SIZE } from '../format/layout.ts'
import { dataDescriptor } from '../format/log-entry.ts'
import type { Cause, WriteStep } from '../update/step.ts'
import { descriptorTarget, lengthWritten, type WritingDescriptor } from './descriptor-target.ts'
import { descriptorBatches, READ_AHEAD } from './descriptors.ts'
import type { ActiveSequence, LogEntry, LogRegion } from './log.ts'

/**
 * The most writes that are planned: a GiB of data sectors, or 8 MiB of nothing but zero descriptors,
 * as no producer makes them. Each costs a hundred times its 32 bytes to plan, to show and to report.
 */
export const MAX_WRITES = 2 ** 18

/** A write that a descriptor asks for. */
export interface PlannedWrite extends WriteStep {
  readonly cause: Extract<Cause, { readonly kind: 'descriptor' }>
}

export interface PlannedWrites {
  readonly writes: readonly PlannedWrite[]
  /** Each rule once for an entry, where it is first broken. */
  readonly findings: readonly Finding[]
}

interface PlanRun extends Run {
  /** How many writes are planned at most. */
  readonly limit?: number
}

/**
 * Reads the descriptors and makes a write of each but those that write nothing and those that point
 * beyond 2^53-1, which no file has. Stops at `limit` writes.
 */
export async function planWrites(
  source: ByteSource,
  region: LogRegion,
  { entries, head }: ActiveSequence,
  run: PlanRun = {},
): Promise<PlannedWrites> {
  const { limit = MAX_WRITES } = run
  const log = cached(source, READ_AHEAD)
  const pace = new Pace(run)
  const writes: PlannedWrite[] = []
  const findings: Finding[] = []
  const lastFileOffset = head.header.lastFileOffset
  for (const entry of entries) {
    const judge = judgeOf(entry, { region, size: source.size, lastFileOffset }, findings)
    for await (const batch of descriptorBatches(log, region, entry)) {
      if (pace.isDue(batch.length)) await pace.rest()
      for (const descriptor of batch) {
        if (descriptor.kind === 'unknown') continue
        const target = judge(descriptor)
        const write = target && writeOf(entry, descriptor, target)
        if (write) writes.push(write)
      }
      if (writes.length > limit) {
        findings.push(finding('replay.too-many-writes', region, { limit }))
        return { writes: writes.slice(0, limit), findings }
      }
    }
  }
  return { writes, findings }
}

/** The step that puts what `descriptor` writes at its target; `undefined` where there is no data sector. */
export function writeOf(
  entry: LogEntry,
  descriptor: WritingDescriptor,
  { offset, length }: ByteRange,
): PlannedWrite | undefined {
  const cause = { kind: 'descriptor', entry: entry.position, index: descriptor.index } as const
  if (descriptor.kind === 'zero') {
    return { kind: 'write', offset, content: { kind: 'zeros', length }, cause }
  }
  const { sectorAt: at, leadingBytes, trailingBytes } = descriptor
  if (at === undefined) return undefined
  return {
    kind: 'write',
    offset,
    content: { kind: 'sector', at, leadingBytes, trailingBytes },
    cause,
  }
}

interface Bounds {
  readonly region: LogRegion
  readonly size: number
  readonly lastFileOffset: bigint
}

/**
 * A function that gives the bytes that a descriptor of `entry` writes, `undefined` where no file has
 * them, and adds to `findings` what is wrong with that. Protected places are never silently spared:
 * the findings forbid the replay.
 */
function judgeOf(
  entry: LogEntry,
  { region, size, lastFileOffset }: Bounds,
  findings: Finding[],
): (descriptor: WritingDescriptor) => ByteRange | undefined {
  const reported = new Set<RuleId>()
  const excessive = BigInt(size) + BigInt(MAX_BLOCK_SIZE)
  return (descriptor) => {
    const { fileOffset, index } = descriptor
    const length = lengthWritten(descriptor)
    const report = (rule: RuleId, values: FindingValues): void => {
      if (reported.has(rule)) return
      reported.add(rule)
      const at = fieldRange(dataDescriptor, 'fileOffset', descriptor.at)
      findings.push(finding(rule, at, { position: entry.position, index, ...values }))
    }
    const end = fileOffset + length
    if (length > excessive) report('replay.zero-run-excessive', { length, size })
    const range = descriptorTarget(descriptor)
    if (range === undefined) {
      report('replay.target-out-of-range', { offset: fileOffset, length })
      return undefined
    }
    // A descriptor without length does nothing (§2.3.1.2), wherever it points in a file.
    if (length === 0n) return undefined
    if (end > lastFileOffset) {
      report('replay.beyond-last-file-offset', { end, last: lastFileOffset })
    }
    if (range.offset < FIRST_LOGGABLE_OFFSET)
      report('replay.targets-header', { offset: fileOffset, length })
    if (overlaps(range, region)) report('replay.targets-log', { offset: fileOffset, length })
    return range
  }
}
