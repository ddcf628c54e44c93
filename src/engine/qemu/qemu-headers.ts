/** Which header QEMU takes for current, and how it writes headers. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { encodeGuid, type Guid, NIL_GUID } from '../bytes/guid.ts'
import { fieldRange } from '../bytes/struct.ts'
import { readChecksum, sealChecksum } from '../format/checksum.ts'
import { FORMAT_VERSION, HEADER_SIGNATURE, type Header, header } from '../format/header.ts'
import { HEADER_OFFSETS, HEADER_SIZE } from '../format/layout.ts'
import type { WriteStep } from '../update/step.ts'

/** It knows the fields and writes no more than them: what is reserved stays as it is. */
export const HEADER_FIELDS = fieldRange(header, 'reserved', 0).offset
const { offset: SEQUENCE_NUMBER } = fieldRange(header, 'sequenceNumber', 0)
const { offset: FILE_WRITE_GUID } = fieldRange(header, 'fileWriteGuid', 0)
const { offset: DATA_WRITE_GUID } = fieldRange(header, 'dataWriteGuid', 0)
const { offset: LOG_GUID } = fieldRange(header, 'logGuid', 0)

/** The GUIDs that QEMU makes up for a replay. */
export interface QemuIds {
  readonly fileWriteGuid: Guid
  /** Of the header that is not current, which is written first, and of the current one. */
  readonly dataWriteGuids: readonly [Guid, Guid]
}

/** Both headers as QEMU has them in memory: without what is reserved, and whatever they say. */
export interface QemuHeaders {
  readonly copies: readonly [Uint8Array, Uint8Array]
  /** Index into them. */
  readonly current: 0 | 1
  readonly values: Header
}

/** `source` has zeros behind its end. `undefined` where QEMU finds no header. */
export async function readQemuHeaders(source: ByteSource): Promise<QemuHeaders | undefined> {
  const first = await source.read(HEADER_OFFSETS[0], HEADER_SIZE)
  const second = await source.read(HEADER_OFFSETS[1], HEADER_SIZE)
  const [a, b] = [validHeader(first), validHeader(second)]
  const copies = [first.slice(0, HEADER_FIELDS), second.slice(0, HEADER_FIELDS)] as const
  if (a && (!b || a.sequenceNumber > b.sequenceNumber)) return { copies, current: 0, values: a }
  if (b && (!a || b.sequenceNumber > a.sequenceNumber)) return { copies, current: 1, values: b }
  const isTwin = a !== undefined && copies[0].every((byte, i) => byte === copies[1][i])
  return isTwin ? { copies, current: 0, values: a } : undefined
}

/** Another version than 1 makes a header invalid here, so that an older one may be current. */
function validHeader(bytes: Uint8Array): Header | undefined {
  const values = header.decode(bytes)
  const { stored, computed } = readChecksum(bytes)
  const isValid =
    values.signature === HEADER_SIGNATURE &&
    values.version === FORMAT_VERSION &&
    stored === computed
  return isValid ? values : undefined
}

/** Both headers while QEMU changes them. */
export class HeaderPair {
  readonly #copies: readonly [Uint8Array, Uint8Array]
  #current: 0 | 1

  constructor({ copies, current }: QemuHeaders) {
    this.#copies = [copies[0].slice(), copies[1].slice()]
    this.#current = current
  }

  /**
   * As `vhdx_update_headers`: the header that is not current, then the other one, each with a number
   * one greater and whatever else it said before. `read` gives bytes of the file as it is by now.
   */
  async update(
    fileWriteGuid: Guid,
    changes: { readonly dataWriteGuids?: readonly [Guid, Guid]; readonly clearLog?: boolean },
    read: ByteSource['read'],
  ): Promise<readonly WriteStep[]> {
    const steps: WriteStep[] = []
    for (const round of [0, 1] as const) {
      const other = this.#current === 0 ? 1 : 0
      const target = viewOf(this.#copies[other])
      const number = viewOf(this.#copies[this.#current]).getBigUint64(SEQUENCE_NUMBER, true)
      target.setBigUint64(SEQUENCE_NUMBER, BigInt.asUintN(64, number + 1n), true)
      encodeGuid(target, FILE_WRITE_GUID, fileWriteGuid)
      const dataWriteGuid = changes.dataWriteGuids?.[round]
      if (dataWriteGuid) encodeGuid(target, DATA_WRITE_GUID, dataWriteGuid)
      if (changes.clearLog) encodeGuid(target, LOG_GUID, NIL_GUID)
      steps.push(await this.#write(other, read))
      this.#current = other
    }
    return steps
  }

  /** The checksum is over the whole structure, with what the file has where nothing is written. */
  async #write(index: 0 | 1, read: ByteSource['read']): Promise<WriteStep> {
    const offset = HEADER_OFFSETS[index]
    const whole = await read(offset, HEADER_SIZE)
    whole.set(this.#copies[index])
    sealChecksum(whole)
    const bytes = whole.slice(0, HEADER_FIELDS)
    const copy = index === 0 ? 1 : 2
    const content = { kind: 'bytes', bytes } as const
    return { kind: 'write', offset, content, cause: { kind: 'header', copy } }
  }
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
