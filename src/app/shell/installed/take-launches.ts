/** Files that the system opens with the installed app. */
import type { AppStore } from '../../store/store.ts'

/** Opens them as if they had been dropped: several of them as a chain. */
export function takeLaunches(store: AppStore): void {
  window.launchQueue?.setConsumer(({ files }) => {
    if (files.length > 0) void take(store, files)
  })
}

async function take(store: AppStore, handles: readonly FileSystemFileHandle[]): Promise<void> {
  const { receive, announce } = store.getState()
  try {
    const files = await Promise.all(handles.map((handle) => handle.getFile()))
    await receive(
      files.map((file, index) => ({ file, handle: Promise.resolve(handles[index] ?? null) })),
    )
  } catch (error) {
    const names = handles.map(({ name }) => name).join(', ')
    announce(`${names} could not be opened: ${error instanceof Error ? error.message : error}`)
  }
}
