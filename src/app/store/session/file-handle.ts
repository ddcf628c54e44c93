/** The handle of a file that was dropped. */

/** `undefined` where the browser refuses one, or where it is that of a folder. */
export async function fileHandle(
  handle: Promise<FileSystemHandle | null> | undefined,
): Promise<FileSystemFileHandle | undefined> {
  const found = await handle?.catch(() => null)
  return found?.kind === 'file' ? (found as FileSystemFileHandle) : undefined
}
