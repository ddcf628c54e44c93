/** Single values of the report, as its schema has them. 64-bit values from the disk are decimal text. */
import * as v from 'valibot'

export const count = v.pipe(v.number(), v.integer(), v.minValue(0))
export const u64 = v.pipe(v.string(), v.regex(/^(0|[1-9][0-9]*)$/))
export const guid = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
)
export const crc = v.pipe(v.string(), v.regex(/^0x[0-9A-F]{8}$/))
export const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
export const time = v.pipe(v.string(), v.regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$/))
export const code = v.pipe(v.string(), v.regex(/^[a-z-]+$/))
export const sentence = v.pipe(v.string(), v.minLength(1))
/** Text that is one of the names in `T`: the schema leaves that open, since there may be more of them. */
export const oneOfNames = <T extends string>(schema: v.GenericSchema<string>) =>
  schema as unknown as v.GenericSchema<T>
export const texts = v.array(v.string())

export const about = <T extends v.GenericSchema>(schema: T, description: string) =>
  v.pipe(schema, v.description(description))

/** What every report has, but not those of earlier versions. */
export const later = <T extends v.GenericSchema>(schema: T): T =>
  v.exactOptional(schema) as unknown as T
export const pairs = v.array(v.object({ key: v.string(), value: v.string() }))
