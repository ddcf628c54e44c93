/** Downloads: what the page made, handed to the browser. */

/** How long the browser gets to start reading a small file before its address is given back. */
const RELEASE_MS = 60_000

/** To be said of what was downloaded. */
export const HANDED_OVER = 'handed to the browser as a download'

/** For small files. Large ones need their address until the user says that the download is over. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), RELEASE_MS)
}
