/** A finding as a sentence. */
import { formatBytes, formatCount, formatHex, plural } from '../bytes/format.ts'
import { logPosition } from '../format/log-words.ts'
import type { Finding } from './finding.ts'
import { rules } from './rules.ts'

const PLACEHOLDER = /\{(\w+)(?::(\w+)|\|([^}]+))?\}/g

/** The finding as one sentence. Text from the file is put in as it is: escape it where it is shown. */
export function messageOf({ rule, values }: Finding): string {
  return rules[rule].message.replace(
    PLACEHOLDER,
    (_, name: string, as?: string, forms?: string) => {
      const value = values[name]
      if (value === undefined) return '?'
      if (typeof value === 'string') return value
      const [one, many] = forms?.split('|') ?? []
      if (one !== undefined && many !== undefined) return plural(value, one, many)
      if (as === 'bytes') return formatBytes(value)
      if (as === 'count') return formatCount(value)
      if (as === 'hex') return formatHex(value)
      if (as === 'log') return logPosition(value)
      if (as === 'crc') return formatHex(value, 8)
      return value.toString()
    },
  )
}
