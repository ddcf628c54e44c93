/** An image for each rule about the parent locator. */
import { guid } from '../../engine/bytes/guid.ts'
import { standardItems } from '../../engine/compose/compose-metadata.ts'
import type { ImageDescription, ParentDescription } from '../../engine/compose/description.ts'
import type { parentRules } from '../../engine/findings/catalogue/parent.ts'
import { encodeParentLocator } from '../../engine/format/parent-locator.ts'
import { knownItem } from '../../engine/image/metadata/disk-items.ts'
import { disk } from '../marks.ts'
import type { RuleImage } from './rule-image.ts'

const linkage = ['parent_linkage', '{00112233-4455-4677-8899-aabbccddeeff}'] as const
const path = ['relative_path', '.\\parent.vhdx'] as const

const child = (parent: ParentDescription): ImageDescription =>
  disk({ kind: 'differencing', parent })

const cutLocator = (): ImageDescription => {
  const description = child({ pairs: [linkage, path] })
  const bytes = encodeParentLocator({ pairs: [linkage, path, ['key', 'value']] })
  // The third pair's value would end one byte behind the item.
  const locator = knownItem('parentLocator', bytes.subarray(0, -1))
  return {
    ...description,
    metadata: { items: [...standardItems(description).slice(0, 5), locator] },
  }
}

export const parentImages = {
  'parent.locator-missing': { image: disk({ kind: 'differencing' }) },
  'parent.locator-unexpected': { image: disk({ parent: { pairs: [linkage, path] } }) },
  'parent.locator-malformed': { image: cutLocator() },
  'parent.type-unknown': {
    image: child({
      locatorType: guid('00112233-4455-4677-8899-aabbccddeeff'),
      pairs: [linkage, path],
    }),
  },
  'parent.linkage': { image: child({ pairs: [['parent_linkage', 'nobody'], path] }) },
  'parent.linkage2-present': {
    image: child({ pairs: [linkage, ['parent_linkage2', linkage[1]], path] }),
  },
  'parent.path-stray': {
    image: child({ pairs: [linkage, ['relative_path', '[.\\parent.vhdx]\0']] }),
  },
  'parent.no-path': { image: child({ pairs: [linkage] }) },
} satisfies Record<keyof typeof parentRules, RuleImage>
