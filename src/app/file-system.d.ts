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

/** Of an installed app: what the system opens with it. Chromium only. */
interface LaunchParams {
  readonly files: readonly FileSystemFileHandle[]
}

interface LaunchQueue {
  /** Gives launches from before it was called, too. */
  setConsumer(consumer: (launch: LaunchParams) => void): void
}

interface Window {
  readonly launchQueue?: LaunchQueue
}
