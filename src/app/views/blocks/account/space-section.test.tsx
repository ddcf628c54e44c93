import { useState } from 'react'
import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { SHARES, type Share, type ShareBytes } from '../../../../engine/account/share-words.ts'
import type { SpaceAccount } from '../../../../engine/account/space-account.ts'
import { MIB } from '../../../../engine/format/layout.ts'
import type { State } from '../../../../engine/inspect/inspection.ts'
import { untilAborted } from '../../../../testing/fake-client.ts'
import { renderInApp } from '../../../../testing/render-in-app.tsx'
import { SpaceSection } from './space-section.tsx'
import { useAccounts } from './use-accounts.ts'

const NONE = Object.fromEntries(SHARES.map((share) => [share, 0])) as ShareBytes

const account = (bytes: Partial<ShareBytes>, isLookedAt = false): SpaceAccount => {
  const all = { ...NONE, ...bytes }
  const atMost = isLookedAt ? 21 * MIB : 40 * MIB
  const bounds = { atLeast: isLookedAt ? atMost : 4 * MIB, atMost }
  return {
    size: Object.values(all).reduce((sum, size) => sum + size, 0),
    bytes: all,
    isKnown: true,
    isLookedAt,
    runs: { count: 7, longest: 5 * MIB, median: MIB },
    volumes: [],
    copy: { files: 1, now: 64 * MIB, plain: bounds, withoutFree: bounds },
  }
}
const QUICK = account({ headers: MIB, 'in-use': 47 * MIB, 'guest-free': 16 * MIB })
const LOOKED = account({ headers: MIB, 'in-use': 20 * MIB, zeros: 43 * MIB }, true)

function Space({ shown }: { readonly shown: readonly State[] }) {
  const [chosen, setChosen] = useState<readonly Share[]>([])
  const accounts = useAccounts(shown)
  return <SpaceSection shown={shown} accounts={accounts} chosen={chosen} onChange={setChosen} />
}
const BEFORE: readonly State[] = ['before']
const BOTH: readonly State[] = ['before', 'after']

test('the table adds up, the bar is told in words, and a share is a switch for keys, too', async () => {
  const { screen } = await renderInApp(<Space shown={BEFORE} />, 'dirty', {
    'space.account': () => QUICK,
  })
  const table = screen.getByRole('table', { name: 'Where the bytes of the file go' })
  const row = (name: string) => table.getByRole('row', { name })
  await expect.element(row('Blocks free in the guest 16 MiB 16,777,216 25.0 %')).toBeVisible()
  await expect.element(row('The file 64 MiB 67,108,864 100.0 %')).toBeVisible()
  await expect
    .element(screen.getByRole('img', { name: /^Where the 64 MiB of the file go: Header section/ }))
    .toHaveAccessibleName(/Blocks free in the guest 16 MiB, 25\.0 %\.$/)
  await expect.element(screen.getByText('The disk lies in the file in 7 runs')).toBeVisible()

  const free = table.getByRole('button', { name: 'Blocks free in the guest' })
  free.element().focus()
  await userEvent.keyboard(' ')
  await expect.element(free).toHaveAttribute('aria-pressed', 'true')
  await expect.element(screen.getByText(/all is free in the guest/)).toBeVisible()
  await userEvent.keyboard('{Enter}')
  await expect.element(free).toHaveAttribute('aria-pressed', 'false')
})

test('a look at the data shows how far it is, can be given up, and is not asked for again', async () => {
  let answer: 'wait' | 'looked' = 'wait'
  const { screen } = await renderInApp(<Space shown={BEFORE} />, 'dirty', {
    'space.account': ({ look }, options) => {
      if (!look) return QUICK
      options.onProgress?.({ done: 3, total: 9 })
      return answer === 'wait' ? untilAborted(options) : LOOKED
    },
  })
  const button = screen.getByRole('button', { name: 'Look for zeros' })
  await button.click()
  const bar = screen.getByRole('progressbar', { name: 'Looking at the data' })
  await expect.element(bar).toHaveAttribute('value', '3')
  await screen.getByRole('button', { name: 'Cancel' }).click()
  await expect.element(button).toBeVisible()
  await expect.element(screen.getByText(/Nobody has looked for/)).toBeVisible()

  answer = 'looked'
  await button.click()
  await expect.element(screen.getByText('would have 21 MiB instead of 64 MiB.')).toBeVisible()
  await expect.element(screen.getByRole('row', { name: /^Blocks of zeros 43 MiB/ })).toBeVisible()
  await expect.element(button).not.toBeInTheDocument()
})

test('both states stand side by side, with their difference', async () => {
  const { screen } = await renderInApp(<Space shown={BOTH} />, 'dirty', {
    'space.account': ({ state }) => (state === 'before' ? QUICK : LOOKED),
  })
  const row = (name: string) => screen.getByRole('row', { name })
  await expect
    .element(row('Blocks in use by the guest 49,283,072 20,971,520 −28,311,552'))
    .toBeVisible()
  await expect.element(row('Blocks of zeros 0 45,088,768 +45,088,768')).toBeVisible()
  for (const state of ['on disk', 'after the replay']) {
    const name = new RegExp(`of the file go, ${state}: `)
    await expect.element(screen.getByRole('img', { name })).toBeVisible()
  }
  // What was looked at in one state may not have been in the other.
  await expect.element(screen.getByRole('button', { name: 'Look for zeros' })).toBeVisible()
})
