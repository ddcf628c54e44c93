/** A real drop: the browser takes the file from the desktop, as it does from a file manager. */
import type { Page } from '@playwright/test'

/** Copy, the only operation that a drop of a file from outside offers. */
const COPY = 1

/** Drags files into the middle of the page, or to a place, and holds them there. What it gives lets go. */
export async function dragFiles(
  page: Page,
  paths: readonly string[],
  place?: { readonly x: number; readonly y: number },
): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page)
  const { width, height } = page.viewportSize() ?? { width: 800, height: 600 }
  const { x, y } = place ?? { x: width / 2, y: height / 2 }
  const at = { x: Math.round(x), y: Math.round(y) }
  const data = { items: [], files: [...paths], dragOperationsMask: COPY }
  const dispatch = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, ...at, data })
  await dispatch('dragEnter')
  await dispatch('dragOver')
  return async () => {
    await dispatch('drop')
    await session.detach()
  }
}

export async function dropFiles(page: Page, ...paths: readonly string[]): Promise<void> {
  const drop = await dragFiles(page, paths)
  await drop()
}
