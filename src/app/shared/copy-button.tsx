/** Copies a text to the clipboard and says so. */
import { useState } from 'react'
import { useActions } from '../store/use-app.ts'

interface CopyButtonProps {
  readonly text: string
  /** What is copied, for the button's name. */
  readonly what: string
}

export function CopyButton({ text, what }: CopyButtonProps) {
  const { announce } = useActions()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      announce(`Copied ${what}`)
    } catch {
      announce('The browser did not allow copying.')
    }
  }
  return (
    <button
      type="button"
      data-kind="link"
      aria-label={`Copy ${what}`}
      onClick={() => void copy()}
      onBlur={() => setCopied(false)}
    >
      {copied ? 'Copied' : 'Copy'}
    </button>
  )
}
