/** What survives of all uses of a log: its sessions in time, and data sectors that are left of others. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import type { LogRegion, LogScan } from '../log/log.ts'
import { orderSessions, type SessionOrder } from './order.ts'
import { type Compared, type OrphanGroup, readOrphans } from './orphans.ts'
import { findSessions } from './sessions.ts'

export interface LogHistory extends SessionOrder {
  readonly region: LogRegion
  /** By position of their first sector. */
  readonly orphans: readonly OrphanGroup[]
}

/**
 * Sorts what the scan found, and reads the sectors that it found without an entry. `compared` are
 * places of the file that those are compared with. The cost is linear in the log's size.
 */
export async function readHistory(
  source: ByteSource,
  scan: LogScan,
  compared: Compared,
  run?: Run,
): Promise<LogHistory> {
  const { region } = scan
  const order = orderSessions(region, findSessions(scan))
  const orphans = await readOrphans(source, scan, { sessions: order.sessions, compared }, run)
  return { ...order, region, orphans }
}
