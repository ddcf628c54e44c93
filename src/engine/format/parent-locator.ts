/** Parent locator, §2.6.2.6: where a differencing disk's parent is, as pairs of UTF-16 strings. */
import { type Guid, guid } from '../bytes/guid.ts'
import { guidField, type Of, struct, u16, u32 } from '../bytes/struct.ts'

export const parentLocatorHeader = struct(
  { name: 'Parent Locator Header', section: '2.6.2.6.1', size: 20 },
  { locatorType: guidField(0), reserved: u16(16), keyValueCount: u16(18) },
  {
    locatorType: 'What kind of parent this is; MS-VHDX defines the VHDX locator only.',
    reserved: 'Must be zero.',
    keyValueCount: 'How many pairs follow.',
  },
)
export type ParentLocatorHeader = Of<typeof parentLocatorHeader>

export const parentLocatorEntry = struct(
  { name: 'Parent Locator Entry', section: '2.6.2.6.2', size: 12 },
  { keyOffset: u32(0), valueOffset: u32(4), keyLength: u16(8), valueLength: u16(10) },
  {
    keyOffset: 'Place of the key in the item; greater than zero.',
    valueOffset: 'Place of the value in the item; greater than zero.',
    keyLength: 'Size of the key in bytes; greater than zero.',
    valueLength: 'Size of the value in bytes; greater than zero.',
  },
)
export type ParentLocatorEntry = Of<typeof parentLocatorEntry>

/** §2.6.2.6.3. */
export const VHDX_PARENT_LOCATOR = guid('b04aefb7-d19e-4a81-b789-25b8e9445913')

/** What an encoded locator says. The pairs keep their order. */
export interface ParentLocatorContents {
  /** Default: the one that MS-VHDX defines. */
  readonly locatorType?: Guid
  readonly pairs: readonly (readonly [key: string, value: string])[]
}

/** Header, entries, then keys and values as UTF-16 without an end mark. */
export function encodeParentLocator({ locatorType, pairs }: ParentLocatorContents): Uint8Array {
  const strings = parentLocatorHeader.size + pairs.length * parentLocatorEntry.size
  const length = pairs.flat().reduce((sum, { length: units }) => sum + units * 2, strings)
  const bytes = new Uint8Array(length)
  bytes.set(
    parentLocatorHeader.encode({
      locatorType: locatorType ?? VHDX_PARENT_LOCATOR,
      keyValueCount: pairs.length,
    }),
  )
  let next = strings
  const put = (text: string): { at: number; size: number } => {
    const at = next
    for (let unit = 0; unit < text.length; unit++) {
      new DataView(bytes.buffer).setUint16(at + unit * 2, text.charCodeAt(unit), true)
    }
    next += text.length * 2
    return { at, size: text.length * 2 }
  }
  for (const [index, pair] of pairs.entries()) {
    const key = put(pair[0])
    const value = put(pair[1])
    bytes.set(
      parentLocatorEntry.encode({
        keyOffset: key.at,
        valueOffset: value.at,
        keyLength: key.size,
        valueLength: value.size,
      }),
      parentLocatorHeader.size + index * parentLocatorEntry.size,
    )
  }
  return bytes
}
