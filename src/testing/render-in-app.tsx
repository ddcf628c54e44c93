/** Components in an app with an open sample, and without a worker: the test answers its calls. */
import type { ReactNode } from 'react'
import { type RenderResult, render } from 'vitest-browser-react'
import '../app/ui/tokens.css'
import '../app/ui/base.css'
import '../app/ui/layout.css'
import { type AppStore, createAppStore } from '../app/store/store.ts'
import { AppStoreProvider } from '../app/store/use-app.ts'
import type { SampleId } from '../engine/compose/sample-id.ts'
import { type Answers, type FakeClient, fakeClient } from './fake-client.ts'
import { inspectSample } from './inspect-sample.ts'

export interface InApp {
  readonly screen: RenderResult
  readonly store: AppStore
  readonly client: FakeClient
}

export async function renderInApp(
  component: ReactNode,
  sample: SampleId = 'dirty',
  answers: Answers = {},
): Promise<InApp> {
  const inspection = await inspectSample(sample)
  const opened = () => inspection
  const client = fakeClient({
    'file.open': opened,
    'recipe.openSample': opened,
    'file.additions': opened,
    ...answers,
  })
  const store = createAppStore(() => client)
  await store.getState().openSample(sample)
  const screen = await render(<AppStoreProvider value={store}>{component}</AppStoreProvider>)
  return { screen, store, client }
}

/** Bytes of a file that are what their offsets make them, for calls that read. */
export const bytesFrom = (offset: number, length: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, index) => (offset + index) % 251)
