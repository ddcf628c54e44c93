/**
 * Field tables. One table per structure of the format serves its reader, its writer, the views that
 * show it, the hex view that names its bytes, and the test of its layout.
 */
import { type ByteRange, checkRange } from './byte-source.ts'
import { decodeGuid, encodeGuid, type Guid } from './guid.ts'

/** How a field's bytes are to be read, and so how a view shows them. */
export type FieldType = 'u16' | 'u32' | 'u64' | 'guid' | 'text' | 'utf16' | 'bytes' | 'bits'

export interface Field<T> {
  readonly type: FieldType
  /** Bytes from the start of the structure. */
  readonly offset: number
  /** In bytes; for `bits`, the size of the word that holds them. */
  readonly size: number
  /** For `bits`: the lowest bit in the little-endian word, and how many. */
  readonly bits?: { readonly from: number; readonly count: number }
  read(view: DataView, at: number): T
  /** Bit fields are added to the word that is there; all others replace their bytes. */
  write(view: DataView, at: number, value: T): void
}

export const u16 = (offset: number): Field<number> => ({
  type: 'u16',
  offset,
  size: 2,
  read: (view, at) => view.getUint16(at, true),
  write: (view, at, value) => view.setUint16(at, value, true),
})

export const u32 = (offset: number): Field<number> => ({
  type: 'u32',
  offset,
  size: 4,
  read: (view, at) => view.getUint32(at, true),
  write: (view, at, value) => view.setUint32(at, value, true),
})

/** Always `bigint`: what the disk says is kept exactly (docs/decisions/0002). */
export const u64 = (offset: number): Field<bigint> => ({
  type: 'u64',
  offset,
  size: 8,
  read: (view, at) => view.getBigUint64(at, true),
  write: (view, at, value) => view.setBigUint64(at, value, true),
})

export const guidField = (offset: number): Field<Guid> => ({
  type: 'guid',
  offset,
  size: 16,
  read: decodeGuid,
  write: encodeGuid,
})

/** One character per byte (Latin-1), all of them: for signatures. */
export const text = (offset: number, size: number): Field<string> => ({
  type: 'text',
  offset,
  size,
  read: (view, at) => {
    let value = ''
    for (let i = 0; i < size; i++) value += String.fromCharCode(view.getUint8(at + i))
    return value
  },
  write: (view, at, value) => {
    for (let i = 0; i < size; i++) view.setUint8(at + i, i < value.length ? value.charCodeAt(i) : 0)
  },
})

/** UTF-16, little-endian, ended by a NUL or by the field. */
export const utf16 = (offset: number, size: number): Field<string> => ({
  type: 'utf16',
  offset,
  size,
  read: (view, at) => {
    const units: number[] = []
    for (let i = 0; i + 1 < size; i += 2) {
      const unit = view.getUint16(at + i, true)
      if (unit === 0) break
      units.push(unit)
    }
    return String.fromCharCode(...units)
  },
  write: (view, at, value) => {
    for (let i = 0; i + 1 < size; i += 2) {
      view.setUint16(at + i, i / 2 < value.length ? value.charCodeAt(i / 2) : 0, true)
    }
  },
})

export const bytes = (offset: number, size: number): Field<Uint8Array> => ({
  type: 'bytes',
  offset,
  size,
  read: (view, at) => new Uint8Array(view.buffer, view.byteOffset + at, size).slice(),
  write: (view, at, value) => new Uint8Array(view.buffer, view.byteOffset + at, size).set(value),
})

/** `count` bits of a 32-bit word, from bit `from` (0 is the lowest). */
export const bits = (offset: number, from: number, count: number): Field<number> => ({
  type: 'bits',
  offset,
  size: 4,
  bits: { from, count },
  read: (view, at) => (view.getUint32(at, true) >>> from) & (2 ** count - 1),
  write: (view, at, value) =>
    view.setUint32(at, (view.getUint32(at, true) | (value << from)) >>> 0, true),
})

/** `count` bits, at most 53, of a 64-bit word, from bit `from`. */
export const bits64 = (offset: number, from: number, count: number): Field<number> => ({
  type: 'bits',
  offset,
  size: 8,
  bits: { from, count },
  read: (view, at) => Number(BigInt.asUintN(count, view.getBigUint64(at, true) >> BigInt(from))),
  write: (view, at, value) =>
    view.setBigUint64(at, view.getBigUint64(at, true) | (BigInt(value) << BigInt(from)), true),
})

// biome-ignore lint/suspicious/noExplicitAny: a table holds fields of any type; `Values` gives each its own back
type Fields = Readonly<Record<string, Field<any>>>
type Values<F extends Fields> = { readonly [N in keyof F]: F[N] extends Field<infer T> ? T : never }

/** A field as the views see it. */
export interface FieldInfo {
  readonly name: string
  readonly type: FieldType
  readonly offset: number
  readonly size: number
  readonly bits?: { readonly from: number; readonly count: number }
  /** What the field is and what it must be, in one sentence of ours. */
  readonly note: string
}

export interface Struct<F extends Fields> {
  readonly name: string
  /** The section of MS-VHDX that defines it. */
  readonly section: string
  /** In bytes. */
  readonly size: number
  readonly fields: readonly FieldInfo[]
  /** Reads the structure that starts `at` bytes into `bytes`. Throws a `RangeError` if it does not fit. */
  decode(bytes: ArrayBufferView, at?: number): Values<F>
  /** A fresh structure; fields that are not named are zero. */
  encode(values: Partial<Values<F>>): Uint8Array
}

/** Where a field is in the file, if the structure starts at `offset`. */
export function fieldRange<F extends Fields>(
  table: Struct<F>,
  field: keyof F & string,
  offset: number,
): ByteRange {
  const info = table.fields.find(({ name }) => name === field)
  if (info === undefined) throw new RangeError(`${table.name} has no field ${field}`)
  return { offset: offset + info.offset, length: info.size }
}

/** A table whose fields are only looped over. */
// biome-ignore lint/suspicious/noExplicitAny: what the fields hold is known to their table alone
export type AnyStruct = Struct<any>

export type Of<S> = S extends Struct<infer F> ? Values<F> : never

export function struct<F extends Fields>(
  { name, section, size }: Pick<Struct<F>, 'name' | 'section' | 'size'>,
  fields: F,
  notes: { readonly [N in keyof F]: string },
): Struct<F> {
  const entries = Object.entries(fields)
  return {
    name,
    section,
    size,
    fields: entries.map(([field, { type, offset, size: width, bits: part }]) => ({
      name: field,
      type,
      offset,
      size: width,
      ...(part && { bits: part }),
      note: notes[field] ?? '',
    })),
    decode(source, at = 0) {
      checkRange(source.byteLength, at, size)
      const view = new DataView(source.buffer, source.byteOffset + at, size)
      // Half the time of Object.fromEntries: logs have many entries, and entries many descriptors.
      const values: Record<string, unknown> = {}
      for (const [field, { read, offset }] of entries) values[field] = read(view, offset)
      return values as Values<F>
    },
    encode(values) {
      const target = new Uint8Array(size)
      const view = new DataView(target.buffer)
      for (const [field, { write, offset }] of entries) {
        const value = values[field]
        if (value !== undefined) write(view, offset, value)
      }
      return target
    },
  }
}
