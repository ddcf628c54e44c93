/** Copies bytes of the open file as hex digits or as text. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { formatBytes, plural } from '../../engine/bytes/format.ts'
import { MAX_PAGE_BYTES } from '../../worker/protocol.ts'
import { useApp } from '../hooks/use-app.ts'
import { errorInfo } from '../store/error-info.ts'
import { asciiText, hexByte } from './hex-rows.ts'
import type { ByteReading } from './use-byte-window.ts'

export type CopyForm = 'hex' | 'text'

const FORMS: Readonly<Record<CopyForm, (bytes: Uint8Array) => string>> = {
  hex: (bytes) => Array.from(bytes, hexByte).join(' '),
  text: (bytes) => asciiText(bytes, { from: 0, to: bytes.length }),
}

export function useCopyBytes(
  reading: ByteReading,
): (range: ByteRange, form: CopyForm) => Promise<void> {
  const call = useApp((app) => app.call)
  const upTo = useApp((app) => (reading === 'after' ? app.upTo : undefined))
  const edits = useApp((app) => app.edits)
  const announce = useApp((app) => app.announce)
  return async (range, form) => {
    if (range.length > MAX_PAGE_BYTES) {
      announce(`At most ${formatBytes(MAX_PAGE_BYTES)} can be copied at once.`)
      return
    }
    try {
      const bytes =
        reading === 'edited'
          ? await call('readEdited', { edits, ...range })
          : await call('readBytes', { state: reading, upTo, ...range })
      await navigator.clipboard.writeText(FORMS[form](bytes))
      announce(`Copied ${plural(bytes.length, 'byte')} as ${form}.`)
    } catch (thrown) {
      announce(`Not copied. ${errorInfo(thrown).message}`)
    }
  }
}
