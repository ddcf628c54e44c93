/** The table of error codes for a component that has something to look up in it. */
import { useEffect, useState } from 'react'
import { type Codes, loadCodes } from './load-codes.ts'

/** As long as the table is not here it is `loading`; it comes with what is fetched behind the first screen. */
export function useCodes(): Codes | 'loading' | 'missing' {
  const [codes, setCodes] = useState<Codes | 'loading' | 'missing'>('loading')
  useEffect(() => {
    let isShown = true
    void loadCodes().then((loaded) => {
      if (isShown) setCodes(loaded ?? 'missing')
    })
    return () => {
      isShown = false
    }
  }, [])
  return codes
}
