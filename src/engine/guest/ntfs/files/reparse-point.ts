/** Reparse points: what Windows keeps with a file so that another program makes something of it, links above all. */

import { formatHex } from '../../../bytes/format.ts'
import type { NodeKind } from '../../guest-files.ts'
import { nameOf } from '../../names.ts'
import { Head } from '../../volumes/head.ts'

export interface ReparsePoint {
  readonly kind: NodeKind | undefined
  /** Where a link leads, as it is stored. */
  readonly target: string | undefined
  /** What is to be said of it; undefined of what is all shown. */
  readonly problem: string | undefined
  /** Whether what lies in the volume is not what the file has. */
  readonly hidesContent: boolean
}

const SYMBOLIC_LINK = 0xa000_000c
const MOUNT_POINT = 0xa000_0003
/** Of the Windows Subsystem for Linux. */
const LX_SYMLINK = 0xa000_001d
const LX_KINDS: ReadonlyMap<number, NodeKind> = new Map([
  [0x8000_0023, 'socket'],
  [0x8000_0024, 'fifo'],
  [0x8000_0025, 'character-device'],
  [0x8000_0026, 'block-device'],
])
/** Files that are synchronised with a cloud: 16 tags, which differ in the digit that is left out here. */
const CLOUD = 0x9000_001a
const CLOUD_DIGIT = 0xf000
const WOF = 0x8000_0017
/** Whose content lies elsewhere, or is packed. */
const PACKERS: ReadonlyMap<number, string> = new Map([
  [0x8000_0013, 'Its content is deduplicated by Windows Server'],
  [0xc000_0004, 'Its content was moved away by a storage manager (HSM)'],
  [0x8000_0006, 'Its content was moved away by a storage manager (HSM2)'],
  [0x8000_0008, 'It is in an image that was mounted (WIM)'],
  [0x8000_001b, 'It starts an app of the store (AppExecLink)'],
  [0x9000_001c, 'It is projected by a program (ProjFS)'],
])
const WOF_METHODS = ['XPRESS4K', 'LZX', 'XPRESS8K', 'XPRESS16K']
const WOF_FILE = 2
const HEADER = 8
/** In bytes, with its header: Windows takes no longer one. */
export const MAX_REPARSE = 16_384 + HEADER

/** Of the attributes of a file in a cloud: its content is fetched when it is opened. */
const OFFLINE = 0x1000
const RECALL_ON_ACCESS = 0x40_0000
const SPARSE = 0x200

/** `attributes` are those of DOS and Windows that the file has. */
export function readReparsePoint(bytes: Uint8Array, attributes: number): ReparsePoint {
  const data = new Head(bytes)
  const tag = data.u32(0)
  const shown = { problem: undefined, hidesContent: false }
  const device = LX_KINDS.get(tag)
  if (device) return { ...shown, kind: device, target: undefined }
  if (tag === SYMBOLIC_LINK || tag === MOUNT_POINT || tag === LX_SYMLINK) {
    const target = tag === LX_SYMLINK ? linuxTarget(data) : windowsTarget(data, tag)
    const problem = target === undefined ? 'Where it leads cannot be read.' : undefined
    return { ...shown, kind: 'link', target, problem }
  }
  const none = { kind: undefined, target: undefined } as const
  if ((tag & ~CLOUD_DIGIT) >>> 0 === CLOUD) {
    return (attributes & (OFFLINE | RECALL_ON_ACCESS | SPARSE)) !== 0
      ? { ...none, problem: 'Its content, or a part of it, is in a cloud.', hidesContent: true }
      : { ...none, problem: 'It is synchronised with a cloud.', hidesContent: false }
  }
  return { ...none, problem: `${packerOf(data, tag)}, which is not read.`, hidesContent: true }
}

function packerOf(data: Head, tag: number): string {
  if (tag !== WOF) {
    return PACKERS.get(tag) ?? `It has a reparse point of an unknown kind (${formatHex(tag, 8)})`
  }
  if (data.u32(HEADER + 4) !== WOF_FILE) return 'Its content is in an image (WOF, WIM)'
  const method = WOF_METHODS[data.u32(HEADER + 12)] ?? 'an unknown method'
  return `Its content is compressed by Windows (WOF, ${method})`
}

/** What is shown of it, where there is such a name, else what Windows follows. */
function windowsTarget(data: Head, tag: number): string | undefined {
  const names = tag === MOUNT_POINT ? HEADER + 8 : HEADER + 12
  const text = (field: number) => {
    const [at, length] = [names + data.u16(field), data.u16(field + 2)]
    return at + length > data.length ? '' : data.wide(at, length >> 1)
  }
  return text(HEADER + 4) || text(HEADER) || undefined
}

/** UTF-8 behind a version. */
function linuxTarget(data: Head): string | undefined {
  const length = data.u16(4) - 4
  if (length <= 0 || HEADER + 4 + length > data.length) return undefined
  return nameOf(data.slice({ offset: HEADER + 4, length }))
}
