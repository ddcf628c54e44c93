/**
 * A folder for headless browsers, whose folder picker never opens: `showDirectoryPicker` gives a folder
 * of the page's own private file system, where writing, swapping and aborting are the browser's real ones.
 */
import type { Page } from '@playwright/test'

const FOLDER = 'Recovered'

/** Call before the page is loaded. */
export async function stubFolderPicker(page: Page): Promise<void> {
  await page.addInitScript((name) => {
    const pick = async () => {
      const root = await navigator.storage.getDirectory()
      return root.getDirectoryHandle(name, { create: true })
    }
    Object.defineProperty(window, 'showDirectoryPicker', { configurable: true, value: pick })
  }, FOLDER)
}

/** As in a browser that has no folder picker. Call before the page is loaded. */
export async function removeFolderPicker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, 'showDirectoryPicker')
  })
}

/** The names in the folder, sorted. */
export const listFolder = (page: Page): Promise<string[]> =>
  page.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle(name, { create: true })
    const names: string[] = []
    for await (const child of folder.keys()) names.push(child)
    return names.sort()
  }, FOLDER)

/** Puts a file with this text there. */
export const putIntoFolder = (page: Page, file: string, text: string): Promise<void> =>
  page.evaluate(
    async ([name, file, text]) => {
      const root = await navigator.storage.getDirectory()
      const folder = await root.getDirectoryHandle(name, { create: true })
      const handle = await folder.getFileHandle(file, { create: true })
      const writable = await handle.createWritable()
      await writable.write(text)
      await writable.close()
    },
    [FOLDER, file, text] as const,
  )

/** The bytes of a file there; for files of a few MiB. */
export async function readFromFolder(page: Page, file: string): Promise<Buffer> {
  const base64 = await page.evaluate(
    async ([name, file]) => {
      const root = await navigator.storage.getDirectory()
      const folder = await root.getDirectoryHandle(name)
      const blob = await (await folder.getFileHandle(file)).getFile()
      return new Promise<string>((resolve, reject) => {
        const reader = new FileReader()
        reader.onerror = () => reject(reader.error)
        reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '')
        reader.readAsDataURL(blob)
      })
    },
    [FOLDER, file] as const,
  )
  return Buffer.from(base64, 'base64')
}
