/** About the parent locator. */
import type { parentRules } from '../catalogue/parent.ts'
import type { Explanation } from './explanation.ts'

export const parentExplanations = {
  'parent.locator-missing': {
    rule: 'A differencing disk holds only what has changed, and an item that says what its parent is. The item is missing.',
    meaning: 'What is not in this file cannot be found, so that the disk must not be opened.',
    advice: 'If you know the parent, the locator can be written in a copy: its GUID and its path.',
  },
  'parent.locator-unexpected': {
    rule: 'A disk that has no parent needs no parent locator.',
    meaning:
      'HasParent decides: the disk is read without a parent. The locator may be left from a merge, or HasParent may have been cleared by mistake.',
    advice:
      'If the disk looks empty in places where it should not, try it as a child of the parent that is named.',
  },
  'parent.locator-malformed': {
    rule: 'Keys and values of the locator lie inside of the item.',
    meaning: 'A pair cannot be read, and with it perhaps the path or the GUID of the parent.',
    advice: 'Look at the text in the item’s bytes; most of it is mostly readable.',
  },
  'parent.type-unknown': {
    rule: 'MS-VHDX defines one kind of parent locator. This one has another type.',
    meaning:
      'How the parent is to be found is not known, and reading the file alone would show a wrong disk.',
    advice: 'Use the program that made the child.',
  },
  'parent.linkage': {
    rule: 'parent_linkage must be a GUID: the DataWriteGuid that the parent had when the child was made.',
    meaning: 'Any file could be taken for the parent, since nothing says which one it is.',
    advice:
      'Name the parent yourself only if you are certain; a wrong one makes a disk of mixed contents.',
  },
  'parent.linkage2-present': {
    rule: 'parent_linkage2 is there only while a parent is being merged.',
    meaning: 'A merge has been interrupted, or its end was not noted.',
    advice:
      'Complete the merge with the program that began it, before the parent is changed in any way.',
  },
  'parent.path-stray': {
    rule: 'A path stands in the locator as it is, with its length beside it: nothing ends it, and nothing is around it.',
    meaning:
      'The program that wrote the path has put NULs, quotes or brackets around it. Windows may not find the parent by it; here they are read past.',
    advice: 'Name the parent anew, in a copy: “relink” writes it.',
  },
  'parent.no-path': {
    rule: 'The locator must have at least one path to the parent.',
    meaning:
      'Programs do not find the parent by themselves. It can still be recognised by its GUID.',
    advice: 'Add the parent by hand; here it is recognised whatever it is called.',
  },
} as const satisfies Record<keyof typeof parentRules, Explanation>
