/** The part of the File System Access API that TypeScript's DOM library does not know. */
interface DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>
}

interface Window {
  /** Chromium only. */
  showDirectoryPicker?(options: {
    readonly id?: string
    readonly mode?: 'read' | 'readwrite'
    readonly startIn?: 'downloads' | 'documents' | 'desktop'
  }): Promise<FileSystemDirectoryHandle>
}
