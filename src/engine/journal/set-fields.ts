/** New values for fields of a structure, checked against what the fields can hold. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { parseGuid } from '../bytes/guid.ts'
import { endOf } from '../bytes/ranges.ts'
import type { AnyStruct, FieldInfo } from '../bytes/struct.ts'
import { specName } from '../format/field-words.ts'
import type { ByteUpdate } from './byte-update.ts'
import { EditError, type FieldValue } from './edit.ts'

/** Throws an `EditError` where the field cannot hold the value, or there is no such field. */
export function checkField(table: AnyStruct, name: string, value: FieldValue): void {
  const field = table.fields.find((candidate) => candidate.name === name)
  if (field === undefined) throw new EditError(`${table.name} has no field ${specName(name)}.`)
  if (field.type === 'guid') {
    if (typeof value === 'string' && parseGuid(value) === value) return
    throw new EditError(
      `${specName(name)} must be a GUID, such as 01234567-89ab-4cde-8f01-23456789abcd.`,
    )
  }
  const limit = 2n ** BigInt(bitsOf(field)) - 1n
  const isWhole =
    typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))
  if (!isWhole || value < 0n || value > limit || isWide(field) !== (typeof value === 'bigint')) {
    throw new EditError(`${specName(name)} must be a whole number from 0 to ${limit}.`)
  }
}

const bitsOf = ({ bits, size }: FieldInfo): number => bits?.count ?? size * 8
const isWide = ({ type }: FieldInfo): boolean => type === 'u64'

/** The structure at `at` with some fields changed. Throws an `EditError`. */
export async function setFields(
  source: ByteSource,
  table: AnyStruct,
  at: number,
  values: Readonly<Record<string, FieldValue>>,
): Promise<ByteUpdate> {
  for (const [name, value] of Object.entries(values)) checkField(table, name, value)
  if (endOf({ offset: at, length: table.size }) > source.size) {
    throw new EditError(`${table.name} is not inside the file.`)
  }
  const old = table.decode(await source.read(at, table.size))
  return { offset: at, content: { kind: 'bytes', bytes: table.encode({ ...old, ...values }) } }
}
