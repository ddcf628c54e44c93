/** Accessibility as far as axe can see it. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What another theme can break: everything else of a page is the same in all of them. */
const COLOURS = ['color-contrast', 'link-in-text-block']

/** What a narrow window can break. */
const FITTING = ['target-size', 'scrollable-region-focusable']

/** Fails with the rules and the elements that break them. */
export async function expectAccessible(page: Page): Promise<void> {
  // axe leaves target-size off unless it is asked for.
  const rules = { 'target-size': { enabled: true } }
  await expectQuiet(page, { runOnly: { type: 'tag', values: TAGS }, rules })
}

/** Looks at the colours alone, for a page that `expectAccessible` sees in another theme. */
export async function expectReadable(page: Page): Promise<void> {
  await expectQuiet(page, { runOnly: { type: 'rule', values: COLOURS } })
}

type Media = NonNullable<Parameters<Page['emulateMedia']>[0]>

/** In the light theme all of it, and its colours with those of the system and as `more` has them. */
export async function expectAccessibleInColours(
  page: Page,
  more: readonly Media[] = [],
): Promise<void> {
  await expectAccessible(page)
  for (const media of [{ forcedColors: 'active' } as const, ...more]) {
    await page.emulateMedia(media)
    await expectReadable(page)
    await page.emulateMedia({ colorScheme: 'light', contrast: null, forcedColors: 'none' })
  }
}

/** Looks at what a narrow window can break, for a page that `expectAccessible` sees in a wide one. */
export async function expectFitting(page: Page): Promise<void> {
  await expectQuiet(page, { runOnly: { type: 'rule', values: FITTING } })
}

type Options = Parameters<AxeBuilder['options']>[0]

async function expectQuiet(page: Page, options: Options): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    // The other mode opens a page of its own for each look, for frames from elsewhere: there are none.
    .setLegacyMode(true)
    // A third of the time goes into names for elements that pass.
    .options({ ...options, resultTypes: ['violations'] })
    .analyze()
  const told = violations.map(({ id, nodes }) => ({
    rule: id,
    elements: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
  }))
  expect(told).toEqual([])
}
