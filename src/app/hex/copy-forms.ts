/** The forms in which bytes can be copied: for people, for programs, for other tools. */
import { decodeGuid } from '../../engine/bytes/guid.ts'
import { hexDump } from '../../engine/bytes/hex-dump.ts'
import { asciiText, hexByte } from './hex-rows.ts'

export interface CopyForm {
  readonly name: string
  /** What is said of it when it has been copied: "16 bytes as hex". */
  readonly as: string
  /** Only for so many bytes. */
  readonly length?: number
  /** `offset` is that of the first byte. */
  text(bytes: Uint8Array, offset: number): string
}

const PER_LINE = 12
const GUID_SIZE = 16

const literals = (bytes: Uint8Array): string => {
  const all = Array.from(bytes, (byte) => `0x${hexByte(byte).toLowerCase()}`)
  const lines: string[] = []
  for (let at = 0; at < all.length; at += PER_LINE) {
    lines.push(`    ${all.slice(at, at + PER_LINE).join(', ')},`)
  }
  return lines.join('\n')
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, hexByte).join(' ')

/** In pieces: an argument for each byte would be too many of them. */
function base64(bytes: Uint8Array): string {
  const PIECE = 0x2000
  let binary = ''
  for (let at = 0; at < bytes.length; at += PIECE) {
    binary += String.fromCharCode(...bytes.subarray(at, at + PIECE))
  }
  return btoa(binary)
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

export const COPY_FORMS = {
  hex: { name: 'Hex', as: 'hex', text: hex },
  text: {
    name: 'Text (ASCII)',
    as: 'text',
    text: (bytes) => asciiText(bytes, { from: 0, to: bytes.length }),
  },
  dump: {
    name: 'Hex dump',
    as: 'a hex dump',
    text: (bytes, offset) =>
      hexDump(offset, hex(bytes).replaceAll(' ', '').toLowerCase()).join('\n'),
  },
  base64: { name: 'Base64', as: 'Base64', text: base64 },
  c: {
    name: 'C array',
    as: 'a C array',
    text: (bytes) =>
      `static const unsigned char bytes[${bytes.length}] = {\n${literals(bytes)}\n};`,
  },
  rust: {
    name: 'Rust array',
    as: 'a Rust array',
    text: (bytes) => `const BYTES: [u8; ${bytes.length}] = [\n${literals(bytes)}\n];`,
  },
  python: {
    name: 'Python bytes',
    as: 'Python bytes',
    text: (bytes) => `data = bytes([\n${literals(bytes)}\n])`,
  },
  json: { name: 'JSON array', as: 'a JSON array', text: (bytes) => JSON.stringify([...bytes]) },
  guid: {
    name: 'GUID, as this format stores it',
    as: 'a GUID',
    length: GUID_SIZE,
    text: (bytes) => decodeGuid(viewOf(bytes), 0),
  },
  guidInOrder: {
    name: 'GUID, bytes in their order',
    as: 'a GUID in the order of its bytes',
    length: GUID_SIZE,
    text: (bytes) =>
      Array.from(bytes, hexByte)
        .join('')
        .toLowerCase()
        .replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5'),
  },
} as const satisfies Record<string, CopyForm>
export type CopyFormId = keyof typeof COPY_FORMS

/** Those that can be made of so many bytes. */
export const formsFor = (length: number): readonly CopyFormId[] =>
  (Object.keys(COPY_FORMS) as CopyFormId[]).filter((id) => {
    const form: CopyForm = COPY_FORMS[id]
    return form.length === undefined || form.length === length
  })
