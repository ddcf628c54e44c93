/** Copies bytes in one of their forms, and hands them out as a file. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { formatBytes, formatHex, plural } from '../../engine/bytes/format.ts'
import { MAX_PAGE_BYTES } from '../../worker/protocol/file.ts'
import { errorInfo } from '../store/error-info.ts'
import { useActions, useApp } from '../store/use-app.ts'
import { download, HANDED_OVER } from '../ui/download.ts'
import { COPY_FORMS, type CopyFormId } from './copy-forms.ts'
import type { ByteReading } from './use-byte-window.ts'

/** As much as a clipboard and the programs that take from it bear. In bytes. */
const MAX_COPIED = 16 * 1024 * 1024

export interface CopyBytes {
  copy(range: ByteRange, form: CopyFormId): Promise<void>
  /** As a file of raw bytes. */
  save(range: ByteRange): Promise<void>
}

/** `read` gives bytes of what is shown, up to `MAX_PAGE_BYTES` at once. */
export function useCopying(read: (range: ByteRange) => Promise<Uint8Array>): CopyBytes {
  const { announce } = useActions()
  const take = async (
    range: ByteRange,
    what: string,
    give: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>,
  ) => {
    if (range.length > MAX_COPIED) {
      announce(`At most ${formatBytes(MAX_COPIED)} can be ${what} at once.`)
      return
    }
    try {
      announce(await give(await readAll(range, read)))
    } catch (thrown) {
      announce(`Not ${what}. ${errorInfo(thrown).message}`)
    }
  }
  return {
    copy: (range, id) =>
      take(range, 'copied', async (bytes) => {
        const form = COPY_FORMS[id]
        await navigator.clipboard.writeText(form.text(bytes, range.offset))
        return `Copied ${plural(bytes.length, 'byte')} as ${form.as}.`
      }),
    save: (range) =>
      take(range, 'saved', async (bytes) => {
        download(new Blob([bytes]), `bytes-${formatHex(range.offset)}-${bytes.length}.bin`)
        return `${plural(bytes.length, 'byte')} are ${HANDED_OVER}.`
      }),
  }
}

async function readAll(
  { offset, length }: ByteRange,
  read: (range: ByteRange) => Promise<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length)
  let done = 0
  while (done < length) {
    const wanted = Math.min(MAX_PAGE_BYTES, length - done)
    const page = await read({ offset: offset + done, length: wanted })
    bytes.set(page, done)
    done += page.length
    // The file ends here.
    if (page.length < wanted) break
  }
  return bytes.subarray(0, done)
}

/** Of the open file. */
export function useCopyBytes(reading: ByteReading): CopyBytes {
  const { call } = useActions()
  const upTo = useApp((app) => (reading === 'after' ? app.upTo : undefined))
  const edits = useApp((app) => app.edits)
  return useCopying((range) =>
    reading === 'edited'
      ? call('edit.read', { edits, ...range })
      : call('file.read', { state: reading, upTo, ...range }),
  )
}
