/** A type of plain data that nobody may change, however deep. */
export type Fixed<T> = { readonly [Name in keyof T]: Fixed<T[Name]> }
