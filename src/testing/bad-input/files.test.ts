/** Files that are no VHDX, or not enough of one. */
import { describe, expect, test } from 'vitest'
import { SparseFile } from '../../engine/compose/sparse-file.ts'
import { KIB, MIB, TIB } from '../../engine/format/layout.ts'
import type { Outcome } from '../../engine/inspect/inspection.ts'
import { answer } from './answer.ts'

describe('a file that is no VHDX', () => {
  const file = (size: number, beginning = ''): SparseFile => {
    const made = new SparseFile()
    made.put(0, new TextEncoder().encode(beginning))
    made.setSize(size)
    return made
  }
  test.each<[string, SparseFile, Outcome]>([
    ['empty', file(0), 'not-vhdx'],
    ['of one byte', file(1, 'v'), 'not-vhdx'],
    ['of nothing but the signature', file(8, 'vhdxfile'), 'refused'],
    ['that ends in its first header', file(65 * KIB, 'vhdxfile'), 'refused'],
    ['of nothing but zeros', file(4 * MIB), 'not-vhdx'],
    ['of a terabyte of zeros', file(TIB), 'not-vhdx'],
    ['a VHD', file(2 * MIB, 'conectix'), 'not-vhdx'],
    ['a ZIP', file(2 * MIB, 'PK\u0003\u0004'), 'not-vhdx'],
  ])('%s', async (_, source, outcome) => {
    const inspection = await answer(source)
    expect([inspection.outcome, inspection.refusal === undefined]).toEqual([outcome, false])
  })
})
