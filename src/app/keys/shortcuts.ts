/** Every key that does something: the handlers and the `?` sheet are both made from this list. */

export interface Shortcut {
  /** Alternatives, as in "Ctrl+Shift+P", "Alt+ArrowLeft", "?". Ctrl also stands for the Mac's Command. */
  readonly keys: readonly string[]
  readonly does: string
  readonly group: (typeof SHORTCUT_GROUPS)[number]
}

export const SHORTCUT_GROUPS = [
  'Everywhere',
  'Changes',
  'Log',
  'Strips',
  'Lab',
  'Files',
  'Tables',
  'Bytes',
] as const

export const shortcuts = {
  open: { keys: ['Ctrl+O'], does: 'Choose a file', group: 'Everywhere' },
  save: { keys: ['Ctrl+S'], does: 'Save the replayed copy', group: 'Everywhere' },
  goto: { keys: ['Ctrl+G', 'Ctrl+K'], does: 'Go to a place in the file', group: 'Everywhere' },
  overview: { keys: ['1'], does: 'Overview', group: 'Everywhere' },
  findings: { keys: ['2'], does: 'Findings', group: 'Everywhere' },
  structure: { keys: ['3'], does: 'Structure', group: 'Everywhere' },
  log: { keys: ['4'], does: 'Log', group: 'Everywhere' },
  replay: { keys: ['5'], does: 'Replay', group: 'Everywhere' },
  blocks: { keys: ['6'], does: 'Blocks', group: 'Everywhere' },
  disk: { keys: ['7'], does: 'Disk', group: 'Everywhere' },
  files: { keys: ['F'], does: 'Files of the guest', group: 'Everywhere' },
  bytes: { keys: ['8'], does: 'Bytes', group: 'Everywhere' },
  edit: { keys: ['9'], does: 'Edit, of an image in the workbench', group: 'Everywhere' },
  lab: { keys: ['0'], does: 'Lab, of an image made from a recipe', group: 'Everywhere' },
  report: { keys: ['R'], does: 'Report', group: 'Everywhere' },
  state: { keys: ['S'], does: 'Switch between on disk and after replay', group: 'Everywhere' },
  drawer: { keys: ['Ctrl+J'], does: 'Show the bytes under every screen', group: 'Everywhere' },
  nextPane: { keys: ['F6'], does: 'Next pane', group: 'Everywhere' },
  previousPane: { keys: ['Shift+F6'], does: 'Previous pane', group: 'Everywhere' },
  back: { keys: ['Alt+ArrowLeft'], does: 'Back to where you were', group: 'Everywhere' },
  forward: { keys: ['Alt+ArrowRight'], does: 'Forward again', group: 'Everywhere' },
  copyLink: { keys: ['Y'], does: 'Copy a link to this place', group: 'Everywhere' },
  undoEdit: { keys: ['Ctrl+Z'], does: 'Take back the last pending edit', group: 'Everywhere' },
  shortcuts: { keys: ['?'], does: 'This list', group: 'Everywhere' },
  nextChange: { keys: ['N', 'F7'], does: 'Next change', group: 'Changes' },
  previousChange: { keys: ['P', 'Shift+F7'], does: 'Previous change', group: 'Changes' },
  nextChangedSector: { keys: ['Ctrl+F7'], does: 'Next changed sector', group: 'Changes' },
  nextStep: { keys: ['N'], does: 'Next step of the search', group: 'Log' },
  previousStep: { keys: ['P'], does: 'Previous step of the search', group: 'Log' },
  zoomIn: { keys: ['+', '='], does: 'On a strip: less of it, larger', group: 'Strips' },
  zoomOut: { keys: ['-'], does: 'On a strip: more of it', group: 'Strips' },
  zoomWhole: { keys: ['0'], does: 'On a strip: all of it', group: 'Strips' },
  undoRecipe: { keys: ['Ctrl+Z'], does: 'Take back a change of the recipe', group: 'Lab' },
  redoRecipe: { keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], does: 'Make it again', group: 'Lab' },
  findFiles: { keys: ['/'], does: 'Search all of the volume by name', group: 'Files' },
  upDirectory: { keys: ['Backspace'], does: 'Up to the directory above', group: 'Files' },
  openRow: { keys: ['Enter'], does: 'Open the directory', group: 'Files' },
  markRow: { keys: ['Shift+Space'], does: 'Mark, for taking out several', group: 'Files' },
  moveCell: {
    keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
    does: 'Move from cell to cell',
    group: 'Tables',
  },
  tableEnds: {
    keys: ['Ctrl+Home', 'Ctrl+End'],
    does: 'First row, then the column titles; last row',
    group: 'Tables',
  },
  selectRow: { keys: ['Enter', 'Space'], does: 'Select the row', group: 'Tables' },
  sort: { keys: ['Enter'], does: 'On a column title: sort by it', group: 'Tables' },
  extend: { keys: ['Shift+ArrowRight'], does: 'Extend the selection', group: 'Bytes' },
  structureEnds: {
    keys: ['Ctrl+Home', 'Ctrl+End'],
    does: 'Start or end of the structure; again: of the file',
    group: 'Bytes',
  },
  previousStructure: { keys: ['['], does: 'Previous structure', group: 'Bytes' },
  nextStructure: { keys: [']'], does: 'Next structure', group: 'Bytes' },
  parentStructure: { keys: ['Alt+ArrowUp'], does: 'Select what it is part of', group: 'Bytes' },
  typeBytes: { keys: ['F2'], does: 'Type over the bytes, in the workbench', group: 'Bytes' },
  copyBytes: { keys: ['Ctrl+C'], does: 'Copy the selected bytes', group: 'Bytes' },
} as const satisfies Record<string, Shortcut>
export type ShortcutId = keyof typeof shortcuts

/** What a shortcut is compared with: a `KeyboardEvent`. */
export interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Whether the key is a character alone: such keys must not fire while somebody types. */
export const isSingleKey = (pressed: Pressed): boolean =>
  pressed.key.length === 1 && !pressed.ctrlKey && !pressed.metaKey && !pressed.altKey

export const isUndo = (pressed: Pressed): boolean =>
  findShortcut(pressed, ['undoEdit']) !== undefined

/** Modifiers and then the key, of which one is the plus sign itself. */
export const partsOf = (shortcut: string): readonly string[] =>
  shortcut === '+' ? ['+'] : shortcut.split('+')

function matches(pressed: Pressed, shortcut: string): boolean {
  const parts = partsOf(shortcut)
  const key = parts.at(-1) ?? ''
  const has = (modifier: string) => parts.slice(0, -1).includes(modifier)
  const symbol = key.length === 1 && !/[a-z0-9]/i.test(key)
  return (
    pressed.key.toLowerCase() === key.toLowerCase() &&
    (pressed.ctrlKey || pressed.metaKey) === has('Ctrl') &&
    pressed.altKey === has('Alt') &&
    // Whether “?” needs Shift is the keyboard's business.
    (symbol || pressed.shiftKey === has('Shift'))
  )
}

/** Which of `candidates` the pressed key means. */
export const findShortcut = (
  pressed: Pressed,
  candidates: readonly ShortcutId[],
): ShortcutId | undefined =>
  candidates.find((id) => shortcuts[id].keys.some((keys) => matches(pressed, keys)))
