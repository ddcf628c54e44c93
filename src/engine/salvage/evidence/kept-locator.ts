/** What a child's metadata say of its parent, §2.6.2.6: as they still do, or as the user says. */
import { parseGuid } from '../../bytes/guid.ts'
import type { ParentLocatorContents } from '../../format/parent-locator.ts'
import { VHDX_PARENT_LOCATOR } from '../../format/parent-locator.ts'
import type { Metadata } from '../../image/metadata/metadata.ts'
import { PATH_KEYS } from '../../image/metadata/read-parent-locator.ts'
import type { SalvageValue } from '../value-words.ts'
import { decide, left } from './decide.ts'

export type KeptLocator = ParentLocatorContents

export interface ProposedParent {
  /** `undefined` where a part of it has to be set. */
  readonly locator: KeptLocator | undefined
  readonly missing: string
  readonly values: readonly SalvageValue[]
}

type Pairs = ParentLocatorContents['pairs']

export function proposeParent(
  metadata: Metadata | undefined,
  set: ReadonlyMap<string, string>,
): ProposedParent {
  const { parentLocator } = metadata ?? {}
  const pairs: Pairs =
    parentLocator?.locatorType === VHDX_PARENT_LOCATOR
      ? parentLocator.pairs.map(({ key, value }) => [key, value] as const)
      : []
  const of = (wanted: string) => pairs.find(([key]) => key === wanted)?.[1]
  const linkage = of('parent_linkage')
  const isGuid = linkage !== undefined && parseGuid(linkage) !== undefined
  const paths = pairs.filter(([key]) => PATH_KEYS.some((each) => each === key))
  const askedId = parseGuid(set.get('parent-id') ?? '')
  const askedPath = set.get('parent-path')
  const id = decide({
    way: 'metadata-anew',
    name: 'parent-id',
    set: askedId,
    clues: isGuid ? [left(linkage.replace(/^\{(.*)\}$/, '$1').toLowerCase(), linkage)] : [],
    text: String,
  })
  const path = decide({
    way: 'metadata-anew',
    name: 'parent-path',
    set: askedPath,
    clues: paths.slice(0, 1).map(([, value]) => left(value, `“${value}”`)),
    text: String,
  })
  const values = [path.told, id.told]
  if (path.value === undefined || id.value === undefined) {
    const missing = path.value === undefined ? 'parent-path' : 'parent-id'
    return { locator: undefined, missing, values }
  }
  return {
    locator: {
      pairs: [
        ['parent_linkage', askedId || !isGuid ? `{${id.value}}` : linkage],
        ...(askedPath === undefined ? paths : [pathPair(askedPath)]),
      ],
    },
    missing: '',
    values,
  }
}

/** By the key that fits how it begins; a relative one as Windows writes it. */
function pathPair(path: string): readonly [string, string] {
  if (/^[a-z]:[\\/]|^\\\\(?!\?\\Volume)/i.test(path)) {
    return ['absolute_win32_path', path.replaceAll('/', '\\')]
  }
  if (/^\\\\\?\\Volume/i.test(path)) return ['volume_path', path]
  const bare = path.replaceAll('/', '\\')
  return ['relative_path', bare.startsWith('.') ? bare : `.\\${bare}`]
}
