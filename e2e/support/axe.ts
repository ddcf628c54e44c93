/** Accessibility as far as axe can see it. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What another theme can break: everything else of a page is the same in all of them. */
const COLOURS = ['color-contrast', 'link-in-text-block']

/** Fails with the rules and the elements that break them. */
export async function expectAccessible(page: Page): Promise<void> {
  // axe leaves target-size off unless it is asked for.
  const runOnly = { type: 'tag' as const, values: TAGS }
  await expectQuiet(axe(page).options({ runOnly, rules: { 'target-size': { enabled: true } } }))
}

/** Looks at the colours alone, for a page that `expectAccessible` sees in another theme. */
export async function expectReadable(page: Page): Promise<void> {
  await expectQuiet(axe(page).withRules(COLOURS))
}

/** Looks at what a narrow window can break, for a page that `expectAccessible` sees in a wide one. */
export async function expectFitting(page: Page): Promise<void> {
  await expectQuiet(axe(page).withRules(['target-size', 'scrollable-region-focusable']))
}

/** The other mode opens a page of its own for each look, for frames from elsewhere: there are none. */
const axe = (page: Page): AxeBuilder => new AxeBuilder({ page }).setLegacyMode(true)

async function expectQuiet(builder: AxeBuilder): Promise<void> {
  const { violations } = await builder.analyze()
  const told = violations.map(({ id, nodes }) => ({
    rule: id,
    elements: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
  }))
  expect(told).toEqual([])
}
