/** Parent locator, §2.6.2.6: where a differencing disk's parent is, as pairs of UTF-16 strings. */
import { guid } from '../bytes/guid.ts'
import { guidField, type Of, struct, u16, u32 } from '../bytes/struct.ts'

export const parentLocatorHeader = struct(
  'Parent Locator Header',
  '2.6.2.6.1',
  20,
  { locatorType: guidField(0), reserved: u16(16), keyValueCount: u16(18) },
  {
    locatorType: 'What kind of parent this is; MS-VHDX defines the VHDX locator only.',
    reserved: 'Must be zero.',
    keyValueCount: 'How many pairs follow.',
  },
)
export type ParentLocatorHeader = Of<typeof parentLocatorHeader>

export const parentLocatorEntry = struct(
  'Parent Locator Entry',
  '2.6.2.6.2',
  12,
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
