/** Downloads the report of the open file as JSON. */
import { download } from '../download.ts'
import { errorInfo } from '../store/error-info.ts'
import { useAppStore } from './use-app.ts'

export function useReport(): () => Promise<void> {
  const store = useAppStore()
  return async () => {
    const { session, call, announce } = store.getState()
    if (session.status !== 'open') return
    const { name } = session
    try {
      const json = await call('report', { name, made: new Date().toISOString() })
      const blob = new Blob([json as Uint8Array<ArrayBuffer>], { type: 'application/json' })
      download(blob, `${name}.report.json`)
      announce('The report is handed to the browser as a download.')
    } catch (thrown) {
      announce(`The report could not be made. ${errorInfo(thrown).message}`)
    }
  }
}
