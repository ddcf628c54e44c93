/** Both headers as cloud-hypervisor meant them: the fields are whole, only rubbish lies behind them, §2.2.2. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { sealChecksum } from '../format/checksum.ts'
import { FORMAT_VERSION, type Header, header, LOG_VERSION } from '../format/header.ts'
import { HEADER_SIZE } from '../format/layout.ts'
import { countNonZero } from '../image/count-non-zero.ts'
import type { HeaderCopy, Headers } from '../image/headers/headers.ts'
import { findLogRegion } from '../image/log-region.ts'

export interface HeaderRepair {
  /** Where the two halves of `bytes` belong. */
  readonly places: readonly [ByteRange, ByteRange]
  /**
   * Header 1 and header 2, 4 KiB each, with the fields that they have; `undefined` where nothing
   * would say which of them is current.
   */
  readonly bytes: Uint8Array | undefined
}

/**
 * `undefined` unless both headers have the fault: signature, versions and the log's place are right,
 * reserved bytes are not zero, the checksum is wrong. `fileSize` bounds the place of the log.
 */
export function repairHeaders({ copies }: Headers, fileSize: number): HeaderRepair | undefined {
  const [first, second] = copies
  if (!hasFault(first, fileSize) || !hasFault(second, fileSize)) return undefined
  const repaired = [encode(first.values), encode(second.values)] as const
  const isTold =
    first.values?.sequenceNumber !== second.values?.sequenceNumber ||
    repaired[0].every((byte, i) => byte === repaired[1][i])
  const bytes = new Uint8Array(2 * HEADER_SIZE)
  bytes.set(repaired[0])
  bytes.set(repaired[1], HEADER_SIZE)
  return { places: [first.at, second.at], bytes: isTold ? bytes : undefined }
}

function hasFault(copy: HeaderCopy, fileSize: number): boolean {
  const { values, signature, valid } = copy
  if (values === undefined || !signature || valid) return false
  const { version, logVersion, reserved } = values
  if (version !== FORMAT_VERSION || logVersion !== LOG_VERSION) return false
  return findLogRegion(copy, fileSize).region !== undefined && countNonZero(reserved) > 0
}

const encode = (values: Header | undefined): Uint8Array =>
  sealChecksum(header.encode({ ...values, reserved: new Uint8Array() }))
