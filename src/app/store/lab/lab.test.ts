import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Answers, fakeClient } from '../../../testing/fake-client.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { CallError } from '../../../worker/client.ts'
import type { Opened } from '../../../worker/protocol/file.ts'
import { createAppStore } from '../store.ts'
import { labOf, losesRecipe } from './lab.ts'
import { BLANK_RECIPE } from './recipe-text.ts'

let clean: Opened
let dirty: Opened
beforeAll(async () => {
  clean = await inspectSample('clean')
  dirty = await inspectSample('dirty')
})
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

type Asked = Parameters<NonNullable<Answers['recipe.open']>>[0]

function setUp(answers: Answers = {}) {
  const openRecipe = vi.fn(({ recipe }: Asked): Opened | Promise<Opened> => {
    if (JSON.stringify(recipe).includes('wrong')) {
      throw new CallError('bad-recipe', 'log.guid: This must be a GUID.\nThere is too much of it.')
    }
    return JSON.stringify(recipe).includes('entries') ? dirty : clean
  })
  const client = () =>
    fakeClient({
      'recipe.open': openRecipe,
      'recipe.openSample': () => dirty,
      'file.bytesRead': () => 0,
      'recipe.read': () => ({ recipe: { ...BLANK_RECIPE, about: 'a sample' }, entries: [] }),
      ...answers,
    })
  const store = createAppStore(client)
  const state = () => store.getState()
  const lab = () => {
    const found = labOf(state())
    if (!found) throw new Error('there is no lab')
    return found
  }
  return {
    state,
    lab,
    'recipe.open': openRecipe,
    present: () => lab().steps.present,
    outcome: () => {
      const { session } = state()
      return session.status === 'open' ? session.inspection.outcome : session.status
    },
    /** Until what was changed has been made. */
    settle: () => vi.advanceTimersByTimeAsync(1000),
  }
}

async function inLab(answers?: Answers) {
  const app = setUp(answers)
  await app.state().composeLog()
  await app.state().startLab()
  return app
}

const withEntry = (recipe: unknown) => ({ ...Object(recipe), log: { entries: [{}] } })
const about = (text: string) => (recipe: unknown) => ({ ...Object(recipe), about: text })

describe('opening', () => {
  test('a log is composed in the lab, from a clean disk', async () => {
    const { state, present, outcome } = await inLab()
    expect(state()).toMatchObject({ view: 'lab', session: { name: 'composed.vhdx' } })
    expect(outcome()).toBe('clean')
    expect(present().recipe).toEqual(BLANK_RECIPE)
  })

  test('a sample comes with its recipe, when it is asked for', async () => {
    const { state, present } = setUp()
    await state().openSample('dirty')
    expect(state().view).toBe('overview')
    expect(labOf(state())).toBeUndefined()
    await state().startLab()
    expect(present().recipe).toMatchObject({ about: 'a sample' })
  })

  test('another image that is opened has another lab', async () => {
    const { state } = await inLab()
    await state().openSample('dirty')
    expect(labOf(state())).toBeUndefined()
  })

  test('a recipe is opened from a file, under its name and with its text', async () => {
    const { state, present, outcome } = setUp()
    const text = JSON.stringify(withEntry(BLANK_RECIPE))
    await state().openRecipeFile(new File([text], 'torn.recipe.json'))
    expect(state()).toMatchObject({ view: 'lab', session: { name: 'torn.vhdx' } })
    expect(outcome()).toBe('replayable')
    expect(present().text).toBe(text)
  })

  test('a recipe that is wrong can be mended, with an empty disk behind it', async () => {
    const { state, lab, present, outcome } = setUp()
    await state().openRecipeFile(new File(['{"wrong": 1}'], 'bad.json'))
    expect(outcome()).toBe('clean')
    expect(present()).toMatchObject({ recipe: { wrong: 1 }, text: '{"wrong": 1}' })
    expect(lab().problems).toHaveLength(2)
  })

  test('a file that is no JSON is kept as text', async () => {
    const { state, present } = setUp()
    await state().openRecipeFile(new File(['{"format": '], 'cut.json'))
    expect(present().text).toBe('{"format": ')
    expect(present().notJson).toMatch(/^This is not JSON/)
  })

  test('a file that cannot be a recipe is not read', async () => {
    const { state } = setUp()
    const large = { name: 'disk.vhdx', size: 2 ** 34 } as File
    await state().openRecipeFile(large)
    expect(state().session.status).toBe('empty')
    expect(state().announcement.text).toContain('too large')
  })
})

describe('changing', () => {
  test('makes the image at once, on the same screen', async () => {
    const { state, outcome, lab, settle } = await inLab()
    const { session } = state()
    state().changeRecipe(withEntry)
    expect(lab().building).toBe(true)
    await settle()
    expect(outcome()).toBe('replayable')
    expect(lab().building).toBe(false)
    expect(state().session).toMatchObject({ opened: 'opened' in session && session.opened })
  })

  test('asks for the last of what is typed quickly', async () => {
    const { state, 'recipe.open': openRecipe, settle } = await inLab()
    for (const text of ['a', 'ab', 'abc']) state().changeRecipe(about(text), 'about')
    await settle()
    expect(openRecipe).toHaveBeenCalledTimes(2)
    expect(openRecipe.mock.lastCall?.[0].recipe).toMatchObject({ about: 'abc' })
  })

  test('while an image is made, only the newest recipe waits', async () => {
    const { state, 'recipe.open': openRecipe, settle, outcome } = await inLab()
    let finish: (inspection: Opened) => void = () => {}
    openRecipe.mockImplementationOnce(() => new Promise((resolve) => (finish = resolve)))
    for (const text of ['a', 'ab', 'abc']) {
      state().changeRecipe(about(text))
      await settle()
    }
    expect(openRecipe).toHaveBeenCalledTimes(2)
    openRecipe.mockReturnValue(dirty)
    finish(clean)
    await settle()
    expect(openRecipe).toHaveBeenCalledTimes(3)
    expect(outcome()).toBe('replayable')
  })

  test('a recipe that is wrong keeps what was typed, and the image from before', async () => {
    const { state, lab, present, outcome, settle } = await inLab()
    state().changeRecipe(withEntry)
    await settle()
    state().changeRecipe((recipe) => ({ ...Object(recipe), wrong: 1 }))
    await settle()
    expect(outcome()).toBe('replayable')
    expect(present().recipe).toMatchObject({ wrong: 1 })
    expect(lab().problems).toEqual([
      { path: 'log.guid', message: 'This must be a GUID.' },
      { path: '', message: 'There is too much of it.' },
    ])
    state().undoRecipe()
    await settle()
    expect(lab().problems).toEqual([])
  })

  test('can be taken back and made again, what is typed into a field as one', async () => {
    const { state, present, settle } = await inLab()
    for (const text of ['a', 'ab', 'abc']) state().changeRecipe(about(text), 'about')
    state().endRecipeRun()
    state().changeRecipe(about('abcd'), 'about')
    state().undoRecipe()
    expect(present().recipe).toMatchObject({ about: 'abc' })
    state().undoRecipe()
    expect(present().recipe).toEqual(BLANK_RECIPE)
    state().redoRecipe()
    await settle()
    expect(present().recipe).toMatchObject({ about: 'abc' })
  })

  test('puts the log onto an image of the workbench', async () => {
    const { state, 'recipe.open': openRecipe, settle } = await inLab()
    state().setBase('disk.vhdx')
    await settle()
    expect(openRecipe.mock.lastCall?.[0]).toEqual({ recipe: BLANK_RECIPE, base: 'disk.vhdx' })
    expect(state().session).toMatchObject({ origin: { kind: 'recipe', base: 'disk.vhdx' } })
  })

  test('is not lost by closing the image, unless somebody says so', async () => {
    const { state, settle } = await inLab()
    state().changeRecipe(withEntry)
    await settle()
    state().close()
    expect(state()).toMatchObject({ dialog: 'leave', session: { status: 'open' } })
    state().leave()
    await settle()
    expect(state().session.status).toBe('empty')
  })

  test('what was downloaded or taken back can be closed', async () => {
    const { state, settle } = await inLab()
    state().changeRecipe(withEntry)
    state().takeRecipe()
    await settle()
    expect(losesRecipe(state())).toBe(false)
    state().changeRecipe(about('more'))
    expect(losesRecipe(state())).toBe(true)
    state().undoRecipe()
    expect(losesRecipe(state())).toBe(false)
    await settle()
    state().close()
    expect(state().session.status).toBe('empty')
  })

  test('what does not change the recipe is no step', async () => {
    const { state, lab } = await inLab()
    state().changeRecipe((recipe) => recipe)
    expect(lab().steps.past).toEqual([])
    expect(lab().building).toBe(false)
  })
})

describe('writing JSON', () => {
  test('is read as it is written, and shown as it is written', async () => {
    const { state, present, outcome, settle } = await inLab()
    const text = JSON.stringify(withEntry(BLANK_RECIPE))
    state().writeRecipe(text)
    await settle()
    expect(outcome()).toBe('replayable')
    expect(present().text).toBe(text)
    state().changeRecipe(about('a form'))
    expect(present().text).toBeUndefined()
  })

  test('keeps text that is no JSON, and the image and the recipe from before', async () => {
    const { state, present, lab, 'recipe.open': openRecipe, settle } = await inLab()
    state().writeRecipe('{"format": ')
    await settle()
    expect(openRecipe).toHaveBeenCalledTimes(1)
    expect(lab().building).toBe(false)
    expect(present()).toMatchObject({ recipe: BLANK_RECIPE, text: '{"format": ' })
    expect(present().notJson).toMatch(/^This is not JSON/)
    state().writeRecipe('{}')
    expect(present().notJson).toBeUndefined()
  })
})
