import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { SalvageProposal } from '../../../engine/salvage/plan-salvage.ts'
import type { SalvageWayId } from '../../../engine/salvage/salvage-words.ts'
import type { SalvageReport } from '../../../engine/salvage/salvaged.ts'
import type { SalvageValue } from '../../../engine/salvage/value-words.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { renderInApp } from '../../../testing/render-in-app.tsx'
import { CallError } from '../../../worker/client.ts'
import type { ChosenWays, SalvageOffers } from '../../../worker/protocol/salvage.ts'
import { SalvageDialog } from './salvage-dialog.tsx'

const { verdict } = await inspectSample('clean')
const report = (...ways: SalvageReport['ways']): SalvageReport => ({
  ways,
  values: [],
  losses: [{ sentence: `Something is given up by ${ways.join(' and ')}.` }],
  applied: 0,
  sizeBefore: 5,
  sizeAfter: 5,
  outcome: 'clean',
  promised: verdict,
})
const shownValue = (way: SalvageWayId, name: string, value: string): SalvageValue => ({
  way,
  name,
  value,
  origin: 'proposed',
  from: 'proposed, since the last block of the table ends there',
  against: [],
  options: [],
})
const OFFERS: SalvageOffers = {
  alone: [report('log-up-to'), report('without-log')],
  together: undefined,
  best: ['log-up-to'],
  others: [
    { way: 'headers-anew', why: 'There is a valid header.' },
    {
      way: 'region-tables-anew',
      why: 'More than one place could be that of the table of blocks: set bat.',
      setting: 'bat',
      ways: ['region-tables-anew'],
      values: [
        {
          ...shownValue('region-tables-anew', 'bat', ''),
          options: [
            { value: '0x300000', why: 'A table at 0x300000 names 4 blocks.' },
            { value: '0x900000', why: 'A table at 0x900000 names 4 blocks.' },
          ],
        },
      ],
    },
  ],
}
const setUp = (
  chosen: unknown[],
  offers = OFFERS,
  refusal?: CallError,
  propose?: (asked: ChosenWays) => SalvageProposal | Promise<SalvageProposal>,
) =>
  renderInApp(<SalvageDialog onClose={() => undefined} />, 'clean', {
    'salvage.list': () => offers,
    ...(propose && { 'salvage.propose': propose }),
    'salvage.choose': async (params: unknown) => {
      chosen.push(params)
      if (refusal) throw refusal
      return { ...(await inspectSample('clean')), salvage: report('without-log') }
    },
  })

test('the way that leads furthest is chosen, and each says what it gives up', async () => {
  const { screen } = await setUp([])
  const box = (name: string) => screen.getByRole('checkbox', { name })
  await expect.element(box('Log up to its last whole entry')).toBeChecked()
  await expect.element(box('Without the log')).not.toBeChecked()
  await expect.element(screen.getByText('Something is given up by without-log.')).toBeVisible()
  await screen.getByText('Ways that do not apply by themselves, and why').click()
  await expect.element(screen.getByText('There is a valid header.')).toBeVisible()
})

test('what is chosen is viewed, with what was typed for it and nothing else', async () => {
  const chosen: unknown[] = []
  const { screen, store } = await setUp(chosen)
  await screen.getByRole('checkbox', { name: 'Log up to its last whole entry' }).click()
  await expect.element(screen.getByRole('button', { name: 'Preview the salvage' })).toBeDisabled()
  await screen.getByText('Ways that do not apply by themselves, and why').click()
  await screen.getByRole('checkbox', { name: 'Headers made anew' }).click()
  await screen.getByRole('radio', { name: /^none/ }).click()
  await screen.getByRole('button', { name: 'Preview the salvage' }).click()
  await expect.poll(() => store.getState().view).toBe('replay')
  expect(chosen).toEqual([{ ways: ['headers-anew'], values: { log: 'none' } }])
})

const ANEW: SalvageOffers = {
  alone: [
    {
      ...report('metadata-anew'),
      values: [
        shownValue('metadata-anew', 'disk-size', '4MiB'),
        shownValue('metadata-anew', 'sector-size', '512'),
        shownValue('metadata-anew', 'kind', 'fixed'),
      ],
    },
  ],
  together: undefined,
  best: ['metadata-anew'],
  others: [],
}

test('a value is proposed with its evidence, and only what is changed is sent', async () => {
  const chosen: unknown[] = []
  const { screen } = await setUp(chosen, ANEW)
  const size = screen.getByRole('textbox', { name: 'disk-size' })
  await expect.element(size).toHaveValue('4MiB')
  await expect
    .element(size)
    .toHaveAccessibleDescription('Proposed, since the last block of the table ends there.')
  const sectors = screen.getByRole('group', { name: /^sector-size/ })
  await expect.element(sectors.getByRole('radio', { name: /^512/ })).toBeChecked()
  await size.fill('10 GiB')
  await sectors.getByRole('radio', { name: /^4096/ }).click()
  await screen.getByRole('button', { name: 'Preview the salvage' }).click()
  await expect
    .poll(() => chosen)
    .toEqual([
      { ways: ['metadata-anew'], values: { 'disk-size': '10 GiB', 'sector-size': '4096' } },
    ])
})

test('what cannot be a value is said beside its field, before it is sent', async () => {
  const { screen } = await setUp([], ANEW)
  const size = screen.getByRole('textbox', { name: 'disk-size' })
  await size.fill('large')
  await expect
    .element(size)
    .toHaveAccessibleDescription('“large” is no size, such as 4096 or 10GiB.')
  await expect.element(screen.getByRole('button', { name: 'Preview the salvage' })).toBeDisabled()
  await size.fill('16MiB')
  await expect.element(screen.getByRole('button', { name: 'Preview the salvage' })).toBeEnabled()
})

test('what the engine refuses of a value is said beside its field, until it is changed', async () => {
  const why = 'The table of blocks has room for 3 entries.'
  const refusal = new CallError('cannot-salvage', why, { setting: 'disk-size' })
  const { screen } = await setUp([], ANEW, refusal)
  const size = screen.getByRole('textbox', { name: 'disk-size' })
  await size.fill('64TiB')
  await screen.getByRole('button', { name: 'Preview the salvage' }).click()
  await expect.element(size).toHaveAccessibleDescription(why)
  await expect.element(screen.getByText(why)).toBeVisible()
  await size.fill('8MiB')
  await expect.element(screen.getByText(why)).not.toBeInTheDocument()
})

test('where a file has several answers they are choices, and one is sent', async () => {
  const chosen: unknown[] = []
  const { screen } = await setUp(chosen, { ...OFFERS, alone: [], best: [] })
  await expect
    .element(screen.getByRole('checkbox', { name: 'Region tables made anew' }))
    .toBeChecked()
  await screen.getByRole('radio', { name: /0x900000/ }).click()
  await expect
    .element(screen.getByRole('textbox', { name: 'bat', exact: true }))
    .toHaveValue('0x900000')
  await screen.getByRole('button', { name: 'Preview the salvage' }).click()
  await expect
    .poll(() => chosen)
    .toEqual([{ ways: ['region-tables-anew'], values: { bat: '0x900000' } }])
})

/** As the engine: the size follows that of the blocks, and is said against where it is set. */
function proposing({ values = {} }: ChosenWays): SalvageProposal {
  const { 'block-size': block, 'disk-size': size, kind = 'fixed' } = values
  const known = (name: string, value: string) => shownValue('metadata-anew', name, value)
  const set = { origin: 'set', from: 'as it was set' } as const
  return {
    values: [
      size === undefined
        ? known('disk-size', block === '2MiB' ? '8MiB' : '4MiB')
        : { ...known('disk-size', size), ...set, against: ['But the last block ends at 4MiB.'] },
      { ...known('block-size', block ?? '1MiB'), ...(block !== undefined && set) },
      { ...known('kind', kind), ...(values['kind'] !== undefined && set) },
    ],
    refusal:
      kind === 'differencing' && values['parent-path'] === undefined
        ? { why: 'The disk is a child: set parent-path.', setting: 'parent-path' }
        : undefined,
  }
}

test('what depends on a value that is set is proposed anew, and who types is left alone', async () => {
  const asked: unknown[] = []
  const { screen } = await setUp([], ANEW, undefined, (params) => {
    asked.push(params.values)
    return proposing(params)
  })
  const field = (name: string) => screen.getByRole('textbox', { name, exact: true })
  await expect.element(field('block-size')).toHaveValue('1MiB')
  await field('block-size').click()
  await userEvent.keyboard('{ControlOrMeta>}a{/ControlOrMeta}2MiB')
  await expect.element(field('disk-size')).toHaveValue('8MiB')
  await expect
    .element(screen.getByRole('status'))
    .toHaveTextContent('Proposed anew for what is set: disk-size.')
  await expect.element(field('block-size')).toHaveValue('2MiB')
  await expect.element(field('block-size')).toHaveFocus()
  expect(asked).toEqual([{}, { 'block-size': '2MiB' }])
})

test('an answer that comes too late is dropped', async () => {
  const late = Promise.withResolvers<SalvageProposal>()
  const { screen } = await setUp([], ANEW, undefined, (params) =>
    params.values?.['block-size'] === '2MiB' ? late.promise : proposing(params),
  )
  const block = screen.getByRole('textbox', { name: 'block-size' })
  const size = screen.getByRole('textbox', { name: 'disk-size' })
  await expect.element(block).toHaveValue('1MiB')
  await block.fill('2MiB')
  await new Promise((resolve) => setTimeout(resolve, 400))
  await block.fill('4MiB')
  await expect.element(block).toHaveAccessibleDescription('')
  await new Promise((resolve) => setTimeout(resolve, 400))
  late.resolve(proposing({ ways: [], values: { 'block-size': '2MiB' } }))
  await new Promise((resolve) => setTimeout(resolve, 50))
  await expect.element(size).toHaveValue('4MiB')
})

test('what speaks against a value that is set is said at its field, until it is not set any more', async () => {
  const { screen } = await setUp([], ANEW, undefined, proposing)
  const size = screen.getByRole('textbox', { name: 'disk-size' })
  await size.fill('2MiB')
  await expect.element(size).toHaveAccessibleDescription('But the last block ends at 4MiB.')
  await expect.element(screen.getByText('But the last block ends at 4MiB.')).toBeVisible()
  await screen.getByRole('button', { name: 'Do not set disk-size' }).click()
  await expect.element(size).toHaveValue('4MiB')
  await expect.element(screen.getByText(/^But the last block/)).not.toBeInTheDocument()
  await expect.element(screen.getByRole('group', { name: /^disk-size/ })).toHaveFocus()
})

test('a setting is shown where it has a meaning, and is not sent where it has none', async () => {
  const chosen: unknown[] = []
  const { screen } = await setUp(chosen, ANEW, undefined, proposing)
  const kinds = screen.getByRole('group', { name: /^kind/ })
  await expect.element(kinds.getByRole('radio', { name: /^fixed/ })).toBeChecked()
  const path = screen.getByRole('textbox', { name: 'parent-path' })
  await expect.element(path).not.toBeInTheDocument()
  await kinds.getByRole('radio', { name: /^differencing/ }).click()
  await expect.element(path).toHaveAccessibleDescription('The disk is a child: set parent-path.')
  await path.fill('base.vhdx')
  await expect.element(path).toHaveAccessibleDescription('')
  await kinds.getByRole('radio', { name: /^dynamic/ }).click()
  await expect.element(path).not.toBeInTheDocument()
  await screen.getByRole('button', { name: 'Preview the salvage' }).click()
  await expect
    .poll(() => chosen)
    .toEqual([{ ways: ['metadata-anew'], values: { kind: 'dynamic' } }])
})
