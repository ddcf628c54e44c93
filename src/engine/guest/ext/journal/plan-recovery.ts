/** What the journal of an ext3 or ext4 would change in its volume, as data: nothing is written. */
import type { ByteSource, Run } from '../../../bytes/byte-source.ts'
import { formatCount, plural } from '../../../bytes/format.ts'
import { type Refused, refused } from '../../../bytes/refused.ts'
import { Head } from '../../volumes/head.ts'
import { RECOVER } from '../ext-layout.ts'
import { type ExtVolume, openExtVolume } from '../files/ext-volume.ts'
import { GroupTable } from '../files/group-table.ts'
import { findInode } from '../files/inode-table.ts'
import { DESCRIPTOR, hasBlockChecksums, REVOKE, readRevoked } from './journal-blocks.ts'
import { isDataRight, isTailRight } from './journal-checksums.ts'
import { type JournalLog, openLog } from './journal-log.ts'
import { type JournalSuperblock, readJournalSuperblock } from './journal-superblock.ts'
import { type LogScan, scanLog } from './scan-log.ts'
import { isOlder, type LoggedBlock, walkLog } from './walk-log.ts'

/** Blocks that are written, or taken back: a log with more of them is none that anybody has. */
const MOST_BLOCKS = 2_000_000
const HAS_JOURNAL = 0x4
const JOURNAL_INODE = 0xe0
/** In front of the log, of fast commits: an entry of this kind says of which transaction they are. */
const FAST_COMMIT_HEAD = 9

export interface JournalWrite {
  /** Of the volume. */
  readonly block: number
  /** Where its new content lies in the volume, in bytes. */
  readonly at: number
  /** Whether its first four bytes are those that mark a block of the log, and are kept as zeros there. */
  readonly isEscaped: boolean
  /** The transaction that wrote it. */
  readonly sequence: number
}

export interface JournalPlan {
  readonly ok: true
  readonly blockSize: number
  /** Whether the file system asks for a replay. Without it there are no writes. */
  readonly isNeeded: boolean
  /** At most one of a block, in order of place. */
  readonly writes: readonly JournalWrite[]
  readonly transactions: number
  /** Blocks of the log that a later transaction has taken back, each as often as it is there. */
  readonly revoked: number
  /** What of the journal is damaged, or is not replayed. Sentences. */
  readonly problems: readonly string[]
}

/** `superblockAt` is where a spare superblock lies, in bytes. Never throws on content. */
export async function planJournal(
  volume: ByteSource,
  { superblockAt, run }: { readonly superblockAt?: number; readonly run?: Run } = {},
): Promise<JournalPlan | Refused> {
  const ext = await openExtVolume(volume, superblockAt)
  if (!ext.ok) return ext
  const opened = await openJournal(ext)
  if (!opened.ok) return opened
  const { log, journal } = opened
  const { blockSize, features } = ext.layout
  // A spare superblock was never told of what waits.
  const isAsked = ext.isSpare || (features.incompatible & RECOVER) !== 0
  const empty = { ok: true, blockSize, writes: [], transactions: 0, revoked: 0 } as const
  const before = [
    ...(journal.isRight ? [] : ['The superblock of the journal has a wrong checksum.']),
    ...(journal.error === 0 ? [] : [`The journal was given up with error ${journal.error}.`]),
  ]
  if (journal.start === 0 || !isAsked) {
    const ignored = 'The journal holds transactions, but its file system does not ask for a replay.'
    const problems = journal.start === 0 ? before : [...before, ignored]
    return { ...empty, isNeeded: false, problems }
  }
  const scan = await scanLog(log, journal, run)
  if (!scan.ok) return scan
  const replay = await collect({ ext, log, journal, scan }, run)
  if (!replay.ok) return replay
  const fast = await fastCommits(log, journal, scan)
  return {
    ...replay,
    blockSize,
    isNeeded: true,
    transactions: scan.transactions,
    problems: [
      ...before,
      ...[scan.problem, fast].filter((one) => one !== undefined),
      ...replay.problems,
    ],
  }
}

interface Opened {
  readonly ok: true
  readonly log: JournalLog
  readonly journal: JournalSuperblock
}

async function openJournal(ext: ExtVolume): Promise<Opened | Refused> {
  if ((ext.layout.features.compatible & HAS_JOURNAL) === 0) return refused('It has no journal.')
  const number = ext.superblock.u32(JOURNAL_INODE)
  if (number === 0) return refused('Its journal is another volume.')
  const inode = await findInode(ext, new GroupTable(ext), number)
  if (!inode.ok) return inode
  if (inode.kind !== 'file') return refused('The inode of its journal is that of no file.')
  const log = await openLog(ext, inode)
  if (!log.ok) return log
  const bytes = await log.read(0)
  if (bytes === undefined) return refused('The superblock of its journal cannot be read.')
  const journal = readJournalSuperblock(new Head(bytes), log)
  return journal.ok ? { ok: true, log, journal } : journal
}

interface Recovery {
  readonly ext: ExtVolume
  readonly log: JournalLog
  readonly journal: JournalSuperblock
  readonly scan: LogScan
}

type Revoked = ReadonlyMap<number, number>

/** The second and the third pass: what is taken back, and what is left. */
async function collect(
  recovery: Recovery,
  run: Run | undefined,
): Promise<
  (Pick<JournalPlan, 'writes' | 'revoked' | 'problems'> & { readonly ok: true }) | Refused
> {
  const { ext, log, journal, scan } = recovery
  const taken = await readRevokes(recovery, run)
  if ('ok' in taken) return taken
  const writes = new Map<number, JournalWrite>()
  const counts = { revoked: 0, wrong: 0, outside: 0, nowhere: 0 }
  for await (const { type, sequence, data } of walkLog(log, journal, { end: scan.end, run })) {
    if (type !== DESCRIPTOR) continue
    for (const logged of data) {
      const { block, index, isEscaped } = logged
      const last = taken.get(block)
      const at = log.placeOf(index)
      if (last !== undefined && !isOlder(last, sequence)) counts.revoked++
      else if (block >= ext.endBlock) counts.outside++
      else if (at === undefined) counts.nowhere++
      else if (!(await isWhole(recovery, logged, sequence))) counts.wrong++
      else writes.set(block, { block, at, isEscaped, sequence })
    }
    if (writes.size > MOST_BLOCKS) return tooMany()
  }
  const { revoked, wrong, outside, nowhere } = counts
  return {
    ok: true,
    writes: [...writes.values()].sort((a, b) => a.block - b.block),
    revoked,
    problems: [
      ...lost(wrong, 'a wrong checksum in the log'),
      ...lost(outside, 'a place outside of the file system'),
      ...lost(nowhere, 'no place in the journal'),
    ],
  }
}

const lost = (count: number, what: string): readonly string[] =>
  count === 0
    ? []
    : [
        `${plural(count, 'block')} of the log ${count === 1 ? 'has' : 'have'} ${what}: not replayed.`,
      ]

const tooMany = (): Refused =>
  refused(`Its journal names more than ${formatCount(MOST_BLOCKS)} blocks, which are not read.`)

/** The last transaction that takes a block back, by block. */
async function readRevokes(
  { log, journal, scan }: Recovery,
  run: Run | undefined,
): Promise<Revoked | Refused> {
  const revoked = new Map<number, number>()
  for await (const { type, sequence, head, bytes } of walkLog(log, journal, {
    end: scan.end,
    run,
  })) {
    if (type !== REVOKE) continue
    const blocks = readRevoked(journal, head)
    if (blocks === undefined || (hasBlockChecksums(journal) && !isTailRight(journal, bytes))) {
      return refused(
        `Its journal is damaged: what transaction ${sequence} takes back is not known.`,
      )
    }
    for (const block of blocks) revoked.set(block, sequence)
    if (revoked.size > MOST_BLOCKS) return tooMany()
  }
  return revoked
}

async function isWhole(
  { log, journal }: Recovery,
  logged: LoggedBlock,
  sequence: number,
): Promise<boolean> {
  if (!hasBlockChecksums(journal)) return true
  const bytes = await log.read(logged.index)
  return bytes !== undefined && isDataRight(journal, logged, bytes, sequence)
}

/** Fast commits are changes of files in few words behind the log, which only ext4 itself can carry out. */
async function fastCommits(
  log: JournalLog,
  journal: JournalSuperblock,
  { end }: LogScan,
): Promise<string | undefined> {
  const bytes = journal.hasFastCommit ? await log.read(journal.end) : undefined
  const head = bytes && new Head(bytes)
  const isThere = head?.u16(0) === FAST_COMMIT_HEAD && head.u32(8) === end
  return isThere
    ? 'Fast commits wait behind the last transaction: they are not replayed.'
    : undefined
}
