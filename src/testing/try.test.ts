import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { damagedImages } from './damaged-images.ts'
import { test } from 'vitest'
import { buildImage } from '../engine/compose/build-image.ts'
import { SAMPLE_IDS } from '../engine/compose/sample-id.ts'
import { buildSample } from '../engine/compose/samples.ts'
import { SparseFile } from '../engine/compose/sparse-file.ts'
import { ruleImages } from './rule-images/rule-images.ts'
import { fullReport, opened, skeletonOf } from './skeletons.ts'

function diff(a: any, b: any, path: string, out: string[]) {
  if (JSON.stringify(a) === JSON.stringify(b)) return
  if (a && b && typeof a === 'object' && typeof b === 'object') {
    for (const k of new Set([...Object.keys(a), ...Object.keys(b)]))
      diff(a[k], b[k], `${path}.${k}`, out)
  } else
    out.push(`${path}: ${JSON.stringify(a)?.slice(0, 200)} ≠ ${JSON.stringify(b)?.slice(0, 200)}`)
}
test('all', async () => {
  const out: string[] = []
  const images: [string, any][] = [
    ...SAMPLE_IDS.map((id): [string, any] => [`sample ${id}`, buildSample(id).source]),
    ...Object.entries(ruleImages).map(([rule, { image }]): [string, any] => [
      rule,
      image instanceof SparseFile ? image : buildImage(image),
    ]),
  ]
  const arb = await damagedImages()
  const N = Number(process.env['N'] ?? 60)
  const made = fc.sample(arb, { numRuns: N, seed: Number(process.env['SEED'] ?? 1) })
  for (const [i, make] of made.entries()) images.push([`damaged ${i}`, await make()])
  for (const [name, source] of images) {
    try {
      const t0 = Date.now()
      const bytes = await skeletonOf(source)
      const t1 = Date.now()
      const lines: string[] = []
      diff(await fullReport(source), await fullReport(await opened(bytes)), '', lines)
      out.push(`== ${name} ${bytes.length} ${t1 - t0} ms, ${lines.length} differences`, ...lines)
    } catch (e) {
      out.push(
        `== ${name} FAILS ${(e as Error).message} ${(e as Error).stack?.split('\n').slice(1, 6).join('|')}`,
      )
    }
  }
  writeFileSync('/tmp/sk/out.txt', out.join('\n'))
}, 600000)
