/** What NTFS keeps of a file: the types of its attributes, by their numbers. */

export const STANDARD_INFORMATION = 0x10
export const ATTRIBUTE_LIST = 0x20
export const FILE_NAME = 0x30
export const DATA = 0x80
export const INDEX_ROOT = 0x90
export const INDEX_ALLOCATION = 0xa0
export const BITMAP = 0xb0
export const REPARSE_POINT = 0xc0

/** What the attributes of a directory that hold its names are called. */
export const NAMES = '$I30'
