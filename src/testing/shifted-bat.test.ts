/** Images with the shifted BATs of qemu#727: recognised, proven, and repaired as far as that goes. */
import { copyFile, open } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { GIB, LOG_SECTOR_SIZE } from '../engine/format/layout.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { surveyBlocks } from '../engine/inspect/survey.ts'
import { type BatRepair, repairBat, repairedTable } from '../engine/producers/bat-repair.ts'
import { batRepairText } from '../engine/producers/bat-repair-text.ts'
import { REPLAY_IDS } from './our-replay.ts'
import { describeWithQemu, inTempDir, qemuIo } from './qemu.ts'
import { BLOCK_SIZE, fillOf, type ShiftedImage, shuffled, writeLikeQemu } from './qemu-shift.ts'
import { writeImage } from './write-image.ts'

const DISK = 20 * GIB
/** The 20 GiB of findings.md need 1,284 entries: three sectors. */
const BLOCKS = 1280

async function look({ image }: ShiftedImage) {
  const inspected = await surveyBlocks(await inspect(image, REPLAY_IDS))
  const { before, scan, inspection } = inspected
  const repair = scan && (await repairBat({ image: before, scan }))
  return { inspection, repair, rules: inspection.findings.map(({ rule }) => rule), source: image }
}

async function tableOf(source: ShiftedImage['image'], repair: BatRepair): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of repairedTable(source, repair)) pieces.push(piece)
  return new Uint8Array(Buffer.concat(pieces))
}

/** Blocks in disorder, with those of the first entry of each sector near the end. */
function lateShifts(count: number): number[] {
  // Entry 512 is that of block 511, entry 1,024 that of block 1,021.
  const firsts = [0, 511, 1021]
  const others = shuffled(BLOCKS)
    .filter((block) => !firsts.includes(block))
    .slice(0, count)
  return [...others.slice(0, -40), 511, ...others.slice(-40, -20), 0, 1021, ...others.slice(-20)]
}

describe('a BAT that QEMU has shifted', () => {
  test('by a convert in order has four harmless traces', async () => {
    const shifted = writeLikeQemu(
      DISK,
      Array.from({ length: BLOCKS }, (_, block) => block),
    )
    const { inspection, rules } = await look(shifted)
    const traces = inspection.findings.filter(({ rule }) => rule.startsWith('producer.'))
    expect(traces.map(({ rule, values }) => [rule, values])).toEqual([
      ['producer.qemu-shifted-bitmap', { slots: 4, index: 256, state: 2 }],
    ])
    const states = inspection.findings.filter(({ rule }) => rule === 'bat.bitmap-state')
    expect(states.map(({ values }) => values['index'])).toEqual([256, 513, 770, 1027])
    expect(rules).not.toContain('space.unreferenced')
  })

  test('is repaired to the byte where the log has the shift and all that came after it', async () => {
    const shifted = writeLikeQemu(DISK, lateShifts(600))
    const { inspection, repair, source } = await look(shifted)
    const found = inspection.findings.find(({ rule }) => rule === 'producer.qemu-shifted-bat')
    expect(found?.values).toMatchObject({ proven: 3 })
    expect(found?.at).toEqual({ offset: shifted.batOffset, length: LOG_SECTOR_SIZE })
    if (!repair) throw new Error('no repair')
    expect(repair.repaired).toHaveLength(3)
    expect(repair.changes.length).toBeGreaterThan(300)
    const table = await tableOf(source, repair)
    expect(table).toEqual(shifted.right)
    expect(table).not.toEqual(await source.read(shifted.batOffset, table.length))
  })

  test('is repaired only where it is proven: a shift that the ring has forgotten stays', async () => {
    // The ring keeps 128 entries: the shift of the first sector is not among them.
    const order = [3, 5, 0, ...shuffled(BLOCKS).filter((block) => block > 600)].slice(0, 500)
    const late = order.filter((block) => block !== 1021)
    const shifted = writeLikeQemu(DISK, [...late, 1021, 1, 2])
    const { repair, inspection, source } = await look(shifted)
    if (!repair) throw new Error('no repair')
    expect(repair.repaired.map(({ firstIndex }) => firstIndex)).toEqual([1024])
    const table = await tableOf(source, repair)
    const [third, end] = [2 * LOG_SECTOR_SIZE, 3 * LOG_SECTOR_SIZE]
    expect(table.subarray(third, end)).toEqual(shifted.right.subarray(third, end))
    expect(table.subarray(0, third)).toEqual(await source.read(shifted.batOffset, third))
    expect(inspection.findings.map(({ rule }) => rule)).toContain('producer.qemu-shifted-bitmap')
  })

  test('is left alone where it differs from what the log says of it', async () => {
    const shifted = writeLikeQemu(DISK, lateShifts(200))
    shifted.image.put(shifted.batOffset + 8, Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0))
    const { repair } = await look(shifted)
    expect(repair?.shifts).toHaveLength(3)
    expect(repair?.repaired.map(({ firstIndex }) => firstIndex)).toEqual([512, 1024])
  })

  test('is told in words and numbers that a spreadsheet and a program can read', async () => {
    const { repair } = await look(writeLikeQemu(DISK, [7, 0, 300]))
    if (!repair) throw new Error('no repair')
    const lines = batRepairText(repair, 'csv').trimEnd().split('\r\n')
    const json = JSON.parse(batRepairText(repair, 'json'))
    // Blocks 7 and 8, and around the bitmap's entry 256: it, and the one behind it.
    expect(json.changes.map(({ index }: { index: number }) => index)).toEqual([7, 8, 256, 257])
    expect(lines).toHaveLength(5)
    expect(json.changes[0]).toMatchObject({ kind: 'payload', number: 7, from_state: 'ZERO' })
    expect(json.changes[0]).toMatchObject({ to_state: 'FULLY_PRESENT' })
    expect(json.sectors).toMatchObject([
      {
        firstIndex: 0,
        proof: { before: { sequenceNumber: '1' }, shifted: { sequenceNumber: '2' } },
      },
    ])
    for (const line of lines.slice(1)) expect(line).toMatch(/^[\w,-]+$/)
  })

  test('is not seen in what a QEMU without the fault has written', async () => {
    for (const order of [lateShifts(300), [7, 0, 300]]) {
      const { rules, repair } = await look(writeLikeQemu(DISK, order, { right: true }))
      expect(rules.filter((rule) => rule.startsWith('producer.'))).toEqual([])
      expect(repair).toBeUndefined()
    }
  })
})

describeWithQemu('a repaired BAT, put in place', () => {
  test('gives QEMU back what was lost', async () => {
    await inTempDir(async (dir) => {
      const order = [7, 0, 300]
      const shifted = writeLikeQemu(DISK, order)
      const [broken, mended] = [join(dir, 'broken.vhdx'), join(dir, 'mended.vhdx')]
      await writeImage(broken, shifted.image)
      await copyFile(broken, mended)
      const { repair, source } = await look(shifted)
      if (!repair) throw new Error('no repair')
      const file = await open(mended, 'r+')
      await file.write(await tableOf(source, repair), 0, undefined, shifted.batOffset)
      await file.close()
      const moved = repair.changes.find(({ to }) => (to & 7n) === 6n)?.index ?? 0
      const block = moved - Math.floor(moved / 257)
      expect(order).toContain(block)
      const read = `read -P ${fillOf(block)} ${block * BLOCK_SIZE} 4096`
      expect((await qemuIo(broken, read)).stdout).toContain('Pattern verification failed')
      expect((await qemuIo(mended, read)).stdout).not.toContain('Pattern verification failed')
    })
  })
})
