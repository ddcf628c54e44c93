/** Copies bytes of the open file as hex digits or as text. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { formatBytes, plural } from '../../engine/bytes/format.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import { MAX_PAGE_BYTES } from '../../worker/protocol.ts'
import { useApp } from '../hooks/use-app.ts'
import { errorInfo } from '../store/error-info.ts'
import { asciiText, hexByte } from './hex-rows.ts'

export type CopyForm = 'hex' | 'text'

const FORMS: Readonly<Record<CopyForm, (bytes: Uint8Array) => string>> = {
  hex: (bytes) => Array.from(bytes, hexByte).join(' '),
  text: (bytes) => asciiText(bytes, { from: 0, to: bytes.length }),
}

export function useCopyBytes(state: State): (range: ByteRange, form: CopyForm) => Promise<void> {
  const call = useApp((app) => app.call)
  const upTo = useApp((app) => (state === 'after' ? app.upTo : undefined))
  const announce = useApp((app) => app.announce)
  return async (range, form) => {
    if (range.length > MAX_PAGE_BYTES) {
      announce(`At most ${formatBytes(MAX_PAGE_BYTES)} can be copied at once.`)
      return
    }
    try {
      const bytes = await call('readBytes', { state, upTo, ...range })
      await navigator.clipboard.writeText(FORMS[form](bytes))
      announce(`Copied ${plural(bytes.length, 'byte')} as ${form}.`)
    } catch (thrown) {
      announce(`Not copied. ${errorInfo(thrown).message}`)
    }
  }
}
