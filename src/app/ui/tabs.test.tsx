import { useState } from 'react'
import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { type RenderResult, render } from 'vitest-browser-react'
import { Tabs } from './tabs.tsx'

const TABS = [
  { id: 'one', name: 'One' },
  { id: 'two', name: 'Two' },
  { id: 'three', name: 'Three' },
] as const

function Numbers() {
  const [chosen, setChosen] = useState<(typeof TABS)[number]['id']>('one')
  return (
    <>
      <Tabs label="Numbers" tabs={TABS} chosen={chosen} onChoose={setChosen}>
        About {chosen}
      </Tabs>
      <button type="button">Behind</button>
    </>
  )
}

const tab = (screen: RenderResult, name: string) => screen.getByRole('tab', { name })

test('tabs are one tab stop, which is the chosen one', async () => {
  const screen = await render(<Numbers />)
  await tab(screen, 'Three').click()
  await expect.element(tab(screen, 'Three')).toHaveAttribute('aria-selected', 'true')
  await userEvent.tab()
  await expect.element(screen.getByRole('button', { name: 'Behind' })).toHaveFocus()
  await userEvent.tab({ shift: true })
  await expect.element(tab(screen, 'Three')).toHaveFocus()
})

test('the panel is named after the chosen tab, which says that it controls it', async () => {
  const screen = await render(<Numbers />)
  await tab(screen, 'Two').click()
  const panel = screen.getByRole('tabpanel', { name: 'Two' })
  await expect.element(panel).toHaveTextContent('About two')
  await expect.element(tab(screen, 'Two')).toHaveAttribute('aria-controls', panel.element().id)
  await expect.element(tab(screen, 'One')).not.toHaveAttribute('aria-controls')
})

test('arrows go round, Home and End to the ends, and each chooses where it goes', async () => {
  const screen = await render(<Numbers />)
  await userEvent.tab()
  for (const [key, name] of [
    ['ArrowLeft', 'Three'],
    ['ArrowRight', 'One'],
    ['ArrowRight', 'Two'],
    ['End', 'Three'],
    ['Home', 'One'],
  ] as const) {
    await userEvent.keyboard(`{${key}}`)
    await expect.element(tab(screen, name)).toHaveFocus()
    await expect.element(tab(screen, name)).toHaveAttribute('aria-selected', 'true')
  }
  await userEvent.keyboard('{Control>}{ArrowRight}{/Control}')
  await expect.element(tab(screen, 'One')).toHaveFocus()
})
