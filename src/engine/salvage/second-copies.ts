/** The damaged copy of two made anew from the whole one: of the headers, §2.2.2.1, and of the region tables, §2.2.3. */
import { planHeaderUpdate } from '../update/header-update.ts'
import { type SalvageWay, writeBytes } from './way.ts'

/** An update of both, as any writer makes it: the damaged copy first, so that the whole one stays until it is. */
export const secondHeader: SalvageWay = async ({ inspected: { before }, ids }) => {
  const { copies, current } = before.headers
  const damaged = copies.find(({ valid }) => !valid)
  if (!damaged) return { why: 'Both headers are whole.' }
  if (!current?.values) return { why: 'Neither header is whole.' }
  const { fileWriteGuid } = ids
  const { steps } = planHeaderUpdate(
    { copy: current.copy, values: current.values },
    { fileWriteGuid },
  )
  const mayBeNewer = damaged.signature
    ? `If header ${damaged.copy} was the newer one, what it said is lost.`
    : undefined
  return { steps, losses: mayBeNewer ? [{ sentence: mayBeNewer }] : [] }
}

/** Both copies are the same by the format, checksum included. */
export const secondRegionTable: SalvageWay = async ({ inspected: { before } }) => {
  const { copies, current } = before.regionTables
  const damaged = copies.find(({ valid }) => !valid)
  if (!damaged) return { why: 'Both region tables are whole.' }
  if (!current) return { why: 'Neither region table is whole.' }
  const { offset, length } = current.at
  const bytes = await before.source.read(offset, length)
  return { steps: writeBytes(damaged.at.offset, bytes), losses: [] }
}
