/** Bytes of the beginning of a volume, or of any structure in it, with what is read of them. */
import type { ByteRange } from '../../bytes/byte-source.ts'

export class Head {
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Made when it is asked for: there may be millions of heads, and it costs more than what most of them are asked. */
  get #view(): DataView {
    return new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.length)
  }

  get length(): number {
    return this.#bytes.length
  }

  copy(): Uint8Array {
    return this.#bytes.slice()
  }

  /** Some of the bytes, which stay shared; fewer where they end. */
  part(at: number, length: number): Head {
    return new Head(this.#bytes.subarray(at, at + length))
  }

  /** Some of them, as they are: fewer where the bytes end. */
  slice({ offset, length }: ByteRange): Uint8Array {
    return this.#bytes.slice(offset, offset + length)
  }

  /** Whether the bytes at `at` are these characters. */
  has(at: number, text: string): boolean {
    return this.text(at, text.length) === text
  }

  /** One character per byte; fewer where the bytes end. */
  text(at: number, length: number): string {
    return String.fromCharCode(...this.#bytes.subarray(at, at + length))
  }

  /** Of a field that is filled up with zeros or blanks; `undefined` where it is empty. */
  label(at: number, length: number): string | undefined {
    const text = this.text(at, length).replace(/\0.*$/s, '').trimEnd()
    return text === '' ? undefined : decodeUtf8(text)
  }

  /** UTF-16 of `length` bytes, as NTFS and exFAT have it; `undefined` where it is empty or not all there. */
  wideLabel(at: number, length: number): string | undefined {
    if (at + length > this.#bytes.length) return undefined
    return this.wide(at, length >> 1) || undefined
  }

  /** So many units of UTF-16, also halves of pairs; fewer where the bytes end. */
  wide(at: number, units: number): string {
    let text = ''
    const end = Math.min(at + 2 * units, this.#bytes.length - 1)
    for (let unit = at; unit < end; unit += 2) text += String.fromCharCode(this.u16(unit))
    return text
  }

  /** Numbers are little-endian unless their names say otherwise, and zero where the bytes end. */
  u8(at: number): number {
    return this.#bytes[at] ?? 0
  }

  u16(at: number): number {
    const bytes = this.#bytes
    return at + 2 <= bytes.length ? (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) : 0
  }

  u32(at: number): number {
    const bytes = this.#bytes
    if (at + 4 > bytes.length) return 0
    const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
    const high = (bytes[at + 2] ?? 0) | ((bytes[at + 3] ?? 0) << 8)
    return low + high * 0x1_0000
  }

  u64(at: number): bigint {
    return at + 8 <= this.#bytes.length ? this.#view.getBigUint64(at, true) : 0n
  }

  bigEndian16(at: number): number {
    return at + 2 <= this.#bytes.length ? this.#view.getUint16(at) : 0
  }

  bigEndian32(at: number): number {
    return at + 4 <= this.#bytes.length ? this.#view.getUint32(at) : 0
  }

  bigEndian64(at: number): bigint {
    return at + 8 <= this.#bytes.length ? this.#view.getBigUint64(at) : 0n
  }

  /** A UUID whose bytes stand in the order of its digits. */
  uuid(at: number): string {
    return this.#hex(at, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }

  /** A serial number, whose bytes stand in reverse. */
  serial(at: number, length: number): string {
    return (this.#hex(at, length).match(/../g) ?? []).reverse().join('').toUpperCase()
  }

  #hex(at: number, length: number): string {
    return [...this.#bytes.subarray(at, at + length)]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('')
  }
}

/** Text with one character per byte as UTF-8; as it is where it is none. */
function decodeUtf8(text: string): string {
  try {
    return decodeURIComponent(
      [...text].map((char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join(''),
    )
  } catch {
    return text
  }
}
