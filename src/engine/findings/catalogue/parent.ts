/** The parent locator of a differencing disk, §2.6.2.6. */
import type { Rule } from '../rule.ts'

export const parentRules = {
  'parent.locator-missing': {
    section: '2.6.2.6',
    level: 'MUST',
    title: 'A differencing disk without parent locator',
    message: 'HasParent is set, but there is no parent locator.',
  },
  'parent.locator-unexpected': {
    section: '2.6.2.6',
    level: 'note',
    title: 'A parent locator without HasParent',
    message: 'There is a parent locator, but HasParent is not set.',
  },
  'parent.locator-malformed': {
    section: '2.6.2.6.2',
    level: 'MUST',
    title: 'Malformed parent locator',
    message: 'The parent locator’s pair {index} does not lie in the item’s {length} bytes.',
  },
  'parent.type-unknown': {
    section: '2.6.2.6.1',
    level: 'MUST',
    title: 'Unknown kind of parent',
    message: 'The parent locator has LocatorType {type}; MS-VHDX defines the VHDX locator only.',
  },
  'parent.linkage': {
    section: '2.6.2.6.3',
    level: 'MUST',
    title: 'The parent is not identified',
    message: 'The parent locator’s parent_linkage is {found}; it must be a GUID.',
  },
  'parent.linkage2-present': {
    section: '2.6.2.6.3',
    level: 'MUST',
    title: 'parent_linkage2 is present',
    message: 'The parent locator has parent_linkage2 {found}, left by a merge.',
  },
  'parent.path-stray': {
    section: '2.6.2.6.3',
    level: 'note',
    title: 'A path has something around it',
    message: 'The parent locator’s {key} has {stray} around it; it is read as “{path}”.',
  },
  'parent.no-path': {
    section: '2.6.2.6.3',
    level: 'MUST',
    title: 'The parent locator has no path',
    message: 'None of relative_path, volume_path and absolute_win32_path is present.',
  },
} as const satisfies Record<string, Rule>
