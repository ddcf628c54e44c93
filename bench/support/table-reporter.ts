/** Prints what the benches measured as one table, with the bars. */
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'
import { keepsBar, MEASURE, type Measure } from './measure.ts'

const format = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2)

function row(measure: Measure): string[] {
  const { what, value, unit, bar, direction, detail } = measure
  const verdict = keepsBar(measure) ? 'pass' : 'MISS'
  return [what, `${format(value)} ${unit}`, `${direction} ${bar} ${unit}`, verdict, detail]
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** Markdown, so that the table can be put into docs/performance.md as it is. */
// biome-ignore lint/style/noDefaultExport: Playwright loads a reporter by its default export
export default class TableReporter implements Reporter {
  readonly #rows: string[][] = []

  onTestEnd(test: TestCase, { annotations, errors, status }: TestResult): void {
    const measures = annotations.filter(({ type }) => type === MEASURE)
    for (const { description = '{}' } of measures) {
      this.#rows.push(row(JSON.parse(description) as Measure))
    }
    if (status === 'skipped') {
      const [reason] = annotations.filter(({ type }) => type === 'skip')
      console.log(`skipped: ${test.title}: ${reason?.description ?? 'no reason given'}`)
    }
    if (measures.length === 0) for (const { message } of errors) console.log(test.title, message)
  }

  onEnd(): void {
    const head = ['what', 'measured', 'bar', '', 'absolute']
    console.log([head, head.map(() => '---'), ...this.#rows].map(line).join('\n'))
  }
}
