/** Accessibility as far as axe can see it. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Fails with the rules and the elements that break them. */
export async function expectAccessible(page: Page): Promise<void> {
  // axe leaves target-size off unless it is asked for.
  const builder = new AxeBuilder({ page }).withTags(TAGS).options({
    runOnly: { type: 'tag', values: TAGS },
    rules: { 'target-size': { enabled: true } },
  })
  const { violations } = await builder.analyze()
  const told = violations.map(({ id, nodes }) => ({
    rule: id,
    elements: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
  }))
  expect(told).toEqual([])
}
