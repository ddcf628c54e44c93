/** The screen of the guest's files, by keys and pointer, over a worker that the test plays. */
import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { NodeRow } from '../../../engine/files/directory-rows.ts'
import type { NodeKind } from '../../../engine/guest/guest-files.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import type { Answers } from '../../../testing/fake-client.ts'
import { renderInApp } from '../../../testing/render-in-app.tsx'
import type { FilesVolume, ListedRow } from '../../../worker/protocol/files.ts'
import { FilesView } from './files-view.tsx'

const PLACE = 1024 * 1024

const VOLUME: FilesVolume = {
  place: PLACE,
  size: 8 * PLACE,
  partition: undefined,
  isLost: false,
  fileSystem: { kind: 'ext4', label: 'data' },
  files: { ok: true, notes: ['The directory index is not read.'] },
}
const LOCKED: FilesVolume = {
  ...VOLUME,
  place: 16 * PLACE,
  fileSystem: { kind: 'BitLocker' },
  files: { ok: false, reason: 'The files of BitLocker are not read.' },
}

const node = (kind: NodeKind, size: number): NodeRow => ({
  node: 12,
  kind,
  stat: {
    ok: true,
    kind,
    size: BigInt(size),
    allocated: BigInt(size),
    times: { modified: { nanoseconds: 0n } },
    permissions: 0o644,
    record: { offset: 256, length: 128 },
    problems: [],
  },
})

const HOSTS = {
  path: '/etc/hosts',
  kind: 'file',
  status: 'changed',
  size: 4096n,
  facts: ['modified'],
  hasOtherNames: false,
  changedBytes: 4096,
  bytesInNewBlocks: 0,
  notCompared: 0,
} as const

const DIRECTORIES: Readonly<Record<string, readonly string[]>> = {
  '/': ['bin/', 'etc/', 'readme.txt'],
  '/etc': ['ssh/', 'hosts', 'new.txt'],
  '/etc/ssh': [],
}

function rowsOf(path: string, states: readonly State[]): readonly ListedRow[] {
  return (DIRECTORIES[path] ?? []).map((name): ListedRow => {
    const isDirectory = name.endsWith('/')
    const row = node(isDirectory ? 'directory' : 'file', isDirectory ? 1024 : name.length)
    const plain = name.replace('/', '')
    const here = path === '/' ? `/${plain}` : `${path}/${plain}`
    return {
      name: plain,
      path: here,
      ...(states.includes('before') && plain !== 'new.txt' && { before: row }),
      ...(states.includes('after') && { after: row }),
    }
  })
}

const ANSWERS: Answers = {
  'files.volumes': () => ({ volumes: [VOLUME, LOCKED], problems: [] }),
  'files.list': ({ path, states, directoriesOnly, placeOf }) => {
    const rows = rowsOf(path, states).filter(
      ({ before, after }) => !directoriesOnly || (after ?? before)?.kind === 'directory',
    )
    const names = path.split('/').filter((name) => name !== '')
    const crumbs = [
      { name: '', path: '/' },
      ...names.map((name, i) => ({ name, path: `/${names.slice(0, i + 1).join('/')}` })),
    ]
    const place = rows.findIndex(({ name }) => name === placeOf)
    return { rows, total: rows.length, crumbs, said: {}, ...(place >= 0 && { place }) }
  },
  'files.stat': ({ path, name, states }) => {
    if (path === '/etc/hosts') {
      return { path, within: { directory: '/etc', name: 'hosts' }, after: node('file', 5) }
    }
    const row = rowsOf(path, states).find((each) => each.name === name)
    const whole = `${path === '/' ? '' : path}/${name ?? ''}`
    const within = { directory: path, name: name ?? '' }
    if (!row) return { path: whole, within, after: node('directory', 1024) }
    const { before, after } = row
    return { path: whole, within, ...(before && { before }), ...(after && { after }) }
  },
  'files.extents': () => ({
    places: [{ offset: 0, length: 5, from: 'record', at: { offset: 0, length: 5 } }],
    next: undefined,
  }),
  'files.read': () => ({ bytes: new TextEncoder().encode('hello\u202e\n'), absent: [] }),
  'affected.list': () => ({
    ok: true,
    changedBytes: 4096,
    notCompared: 0,
    volumes: [
      {
        at: { offset: PLACE, length: PLACE },
        partition: undefined,
        fileSystem: 'ext4',
        outcome: 'compared',
        reason: undefined,
        hasJournal: false,
        withJournal: undefined,
        counts: {
          paths: 1,
          directories: 0,
          byStatus: { 'only-before': 0, 'only-after': 0, changed: 1 },
          bytesInNewBlocks: 0,
        },
        files: [HOSTS],
        most: undefined,
        nameless: 0,
        problems: [],
        problemCount: 0,
      },
    ],
  }),
  'files.find': ({ text }, { onAddition }) => {
    onAddition?.([{ name: 'hosts', path: '/etc/hosts', parent: '/etc', node: 12, kind: 'file' }])
    return { count: 1, names: text.length, isCut: false, problems: [], problemCount: 0 }
  },
}

async function rendered() {
  const { screen, store, client } = await renderInApp(<FilesView />, 'dirty', ANSWERS)
  const list = screen.getByRole('grid', { name: 'Files' })
  const row = (name: string) => list.getByRole('row', { name: new RegExp(name) })
  await expect.element(row('etc')).toBeVisible()
  return { screen, store, client, list, row }
}

const press = (...keys: readonly string[]) => userEvent.keyboard(keys.join(''))
const focus = (element: Element | null | undefined) => (element as HTMLElement).focus()

test('is gone through by keys alone, down and up again, with the focus where one came from', async () => {
  const { screen, store, list, row } = await rendered()
  const details = screen.getByRole('region', { name: 'Details' })
  focus(list.element().querySelector('[data-cell="0:0"]'))
  await press('{ArrowDown}', '{Enter}')
  await expect.element(row('hosts')).toBeVisible()
  expect(store.getState().guestPlace).toMatchObject({ volume: PLACE, directory: '/etc' })
  await expect.poll(() => document.activeElement?.textContent).toContain('ssh')
  await press('{ArrowDown}', ' ')
  await expect.element(details.getByRole('heading', { level: 2 })).toHaveTextContent('hosts')
  await press('{Backspace}')
  await expect.element(row('readme')).toBeVisible()
  await expect.poll(() => document.activeElement?.textContent).toContain('etc')
  expect(store.getState().guestPlace).toMatchObject({ directory: '/', name: 'etc' })
  await press('{ArrowDown}', ' ')
  expect(store.getState().guestPlace).toMatchObject({ directory: '/', name: 'readme.txt' })
})

test('a file is told with where it is, and its text with all that is hidden in it', async () => {
  const { screen, row } = await rendered()
  await row('readme').getByRole('gridcell').first().click()
  const details = screen.getByRole('region', { name: 'Details' })
  await expect.element(details).toHaveTextContent('rw-r--r-- (0644)')
  await expect.element(details).toHaveTextContent('in the record of the file')
  const text = details.getByRole('region', { name: 'Text of the file' })
  await expect.element(text).toHaveTextContent('hello⟨U+202E⟩')
  await details.getByRole('button', { name: 'at 0x100100 of the disk' }).click()
})

test('the tree is moved through as trees are, and says why files are not read', async () => {
  const { screen, store } = await rendered()
  const tree = screen.getByRole('tree', { name: 'Volumes and directories' })
  const item = (name: RegExp) => tree.getByRole('treeitem', { name })
  await expect.element(item(/^▸?etc/)).toBeVisible()
  const stops = () => tree.element().querySelectorAll('[tabindex="0"]').length
  expect(stops()).toBe(1)
  focus(tree.element().querySelector('[tabindex="0"]'))
  await press('{ArrowRight}', '{ArrowDown}', '{ArrowRight}')
  await expect.element(item(/^▾?etc/)).toHaveAttribute('aria-expanded', 'true')
  await expect.element(item(/ssh$/)).toBeVisible()
  await press('{ArrowRight}', '{Enter}')
  expect(store.getState().guestPlace).toMatchObject({ directory: '/etc/ssh' })
  expect(stops()).toBe(1)
  await press('{ArrowLeft}', '{ArrowLeft}', '{ArrowLeft}', '{End}', '{Enter}')
  await expect
    .element(screen.getByRole('region', { name: 'Directory' }))
    .toHaveTextContent('The files of BitLocker are not read.')
})

test('in Compare each name says in which state it is', async () => {
  const { store, row } = await rendered()
  store.getState().setState('compare')
  store.getState().goInGuest({ volume: PLACE, directory: '/etc' })
  await expect.element(row('new.txt')).toHaveTextContent('after the replay only')
  await expect.element(row('hosts')).toHaveTextContent('in both')
})

test('what the replay touches is listed when it is asked for, and told in the rows', async () => {
  const { screen, store, client, row } = await rendered()
  store.getState().setState('compare')
  store.getState().goInGuest({ volume: PLACE, directory: '/etc' })
  await expect.element(row('hosts')).toHaveTextContent('in both')
  expect(client.asked).not.toContain('affected.list')
  await screen.getByRole('checkbox', { name: 'What the replay touches' }).click()
  const list = screen.getByRole('grid', { name: 'Touched' })
  await expect.element(list.getByRole('row', { name: /hosts/ })).toHaveTextContent('4 KiB')
  await expect.element(row('hosts')).toHaveTextContent('time of modification')
  await expect.element(row('ssh')).toHaveTextContent('untouched')
  store.getState().goInGuest({ volume: PLACE, directory: '/' })
  await list.getByRole('gridcell', { name: '/etc/hosts' }).click()
  await expect
    .poll(() => store.getState().guestPlace)
    .toEqual({ volume: PLACE, directory: '/etc', name: 'hosts' })
})

test('a search lists what it finds, and leads to it', async () => {
  const { screen, store } = await rendered()
  await press('/')
  const box = screen.getByRole('searchbox')
  await expect.element(box).toHaveFocus()
  await press('host', '{Enter}')
  const found = screen.getByRole('grid', { name: 'Found' })
  await expect.element(screen.getByText('1 name with “host” among 4')).toBeVisible()
  await found.getByRole('gridcell', { name: '/etc' }).click()
  expect(store.getState().guestPlace).toEqual({
    volume: PLACE,
    directory: '/etc',
    name: 'hosts',
  })
  await screen.getByRole('button', { name: 'Close the search' }).click()
  await expect.element(found).not.toBeInTheDocument()
})

test('several are marked by keys and pointer, and taken out together into a folder', async () => {
  const folder = { name: 'Recovered' } as FileSystemDirectoryHandle
  const told = { first: [], count: 0 }
  const save = vi.fn(() => ({
    names: ['etc', 'readme.txt'],
    files: 4,
    directories: 2,
    bytes: 4096,
    unreadableBytes: 0,
    renamed: { first: [{ path: '/a:b', saved: 'a_b' }], count: 1 },
    said: told,
  }))
  Object.defineProperty(window, 'showDirectoryPicker', {
    configurable: true,
    value: async () => folder,
  })
  const { screen, store } = await renderInApp(<FilesView />, 'dirty', {
    ...ANSWERS,
    'files.save': save,
  })
  const list = screen.getByRole('grid', { name: 'Files' })
  await expect.element(list.getByRole('row', { name: /etc/ })).toBeVisible()
  focus(list.element().querySelector('[data-cell="1:0"]'))
  await press('{Shift>} {/Shift}')
  await list.getByRole('gridcell', { name: 'readme.txt' }).click({ modifiers: ['Control'] })
  await expect.element(screen.getByText('2 items marked')).toBeVisible()
  const bar = screen.getByText('2 items marked').element().parentElement
  const button = [...(bar?.querySelectorAll('button') ?? [])].find(({ textContent }) =>
    textContent?.startsWith('Save into'),
  )
  button?.click()
  const dialog = screen.getByRole('dialog', { name: 'Take out' })
  await dialog.getByRole('button', { name: 'Choose folder and save…' }).click()
  await expect.element(dialog.getByRole('status')).toHaveTextContent('4 files and 2 directories')
  await expect.element(dialog).toHaveTextContent('1 name had to become another one')
  expect(save.mock.calls).toMatchObject([
    [{ state: 'before', volume: PLACE, paths: ['/etc', '/readme.txt'], target: folder }, {}],
  ])
  expect(store.getState().written).toMatchObject([
    { kind: 'guest-files', name: 'etc, readme.txt', size: 4096 },
  ])
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect.element(dialog).not.toBeInTheDocument()
})
