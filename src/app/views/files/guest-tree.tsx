/** Volumes and their directories as a tree: each is read when it is opened. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { plural } from '../../../engine/bytes/format.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import type { FilesVolume } from '../../../worker/protocol/files.ts'
import type { GuestPlace } from '../../store/navigation/guest-place.ts'
import { usePage } from '../../store/use-page.ts'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import styles from './files-view.module.css'
import { treeMove } from './tree-move.ts'
import { volumeFacts, volumeLabel, volumeName } from './volumes.ts'

/** Of a directory in the tree; the list beside it has all of them. */
const MOST_SHOWN = 200

interface GuestTreeProps {
  readonly volumes: readonly FilesVolume[]
  readonly states: readonly State[]
  readonly place: GuestPlace | undefined
  /** The directories from the root to that which is shown. */
  readonly above: readonly string[]
  readonly onGo: (place: GuestPlace) => void
}

const idOf = ({ volume, directory }: Pick<GuestPlace, 'volume' | 'directory'>): string =>
  `${volume} ${directory}`

interface Shared extends Pick<GuestTreeProps, 'states' | 'place' | 'onGo'> {
  readonly expanded: ReadonlySet<string>
  readonly onToggle: (id: string) => void
  /** Which item has the tab stop. */
  readonly stop: string | undefined
  readonly onStop: (id: string) => void
}

export function GuestTree({ volumes, states, place, above, onGo }: GuestTreeProps) {
  const root = useRef<HTMLDivElement>(null)
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set())
  const [focused, setFocused] = useState<string>()
  const opened =
    place && above.map((directory) => idOf({ volume: place.volume, directory })).join('\n')
  // Whoever goes into a directory sees where it is.
  useEffect(() => {
    if (opened) setExpanded((last) => new Set([...last, ...opened.split('\n')]))
  }, [opened])
  const toggle = (id: string) =>
    setExpanded((last) => {
      const next = new Set(last)
      if (!next.delete(id)) next.add(id)
      return next
    })
  const first = volumes[0] && idOf({ volume: volumes[0].place, directory: '/' })
  const shared: Shared = {
    states,
    place,
    onGo,
    expanded,
    onToggle: toggle,
    stop: focused ?? (place ? idOf(place) : first),
    onStop: setFocused,
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const item = (event.target as Element).closest<HTMLElement>('[role=treeitem]')
    const move = item && root.current && treeMove(root.current, item, event.key)
    if (!move) return
    event.preventDefault()
    if (move.to) move.to.focus()
    else if (move.does === 'toggle') toggle(item.dataset['id'] ?? '')
    else item.querySelector<HTMLElement>(':scope > [data-go]')?.click()
  }
  return (
    <div
      role="tree"
      aria-label="Volumes and directories"
      className={styles.tree}
      ref={root}
      onKeyDown={onKeyDown}
    >
      {volumes.map((volume) => (
        <VolumeItem key={volume.place} volume={volume} shared={shared} />
      ))}
    </div>
  )
}

function VolumeItem({ volume, shared }: { readonly volume: FilesVolume; readonly shared: Shared }) {
  const label = volumeLabel(volume)
  const { files } = volume
  return (
    <TreeItem
      place={{ volume: volume.place, directory: '/' }}
      level={1}
      isOpen={files.ok}
      shared={shared}
    >
      <span className={styles.volume}>
        <strong>
          {volumeName(volume)}
          {label !== undefined && (
            <>
              {' '}
              <UntrustedText text={label} />
            </>
          )}
        </strong>
        <span className="small muted">
          {volumeFacts(volume)}
          {!files.ok && (
            <>
              . <UntrustedText text={files.reason} />
            </>
          )}
        </span>
      </span>
    </TreeItem>
  )
}

interface TreeItemProps {
  readonly place: GuestPlace
  readonly level: number
  /** Whether it has directories that may be shown. */
  readonly isOpen: boolean
  readonly shared: Shared
  readonly children: ReactNode
}

function TreeItem({ place, level, isOpen, shared, children }: TreeItemProps) {
  const { expanded, stop, onStop, onToggle, onGo } = shared
  const id = idOf(place)
  const isExpanded = isOpen && expanded.has(id)
  const isShown = shared.place !== undefined && idOf(shared.place) === id
  return (
    <div
      role="treeitem"
      aria-level={level}
      aria-expanded={isOpen ? isExpanded : undefined}
      aria-selected={isShown}
      tabIndex={stop === id ? 0 : -1}
      data-id={id}
      onFocus={(event) => {
        if (event.target === event.currentTarget) onStop(id)
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the tree */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the same */}
      <div
        className={styles.item}
        data-go=""
        style={{ paddingInlineStart: `${level * 0.75}rem` }}
        onClick={() => onGo(place)}
      >
        <span
          className={styles.twist}
          aria-hidden="true"
          onClick={(event) => {
            if (!isOpen) return
            event.stopPropagation()
            onToggle(id)
          }}
        >
          {isOpen ? (isExpanded ? '▾' : '▸') : ''}
        </span>
        {children}
      </div>
      {isExpanded && <Directories place={place} level={level + 1} shared={shared} />}
    </div>
  )
}

interface DirectoriesProps {
  readonly place: GuestPlace
  readonly level: number
  readonly shared: Shared
}

function Directories({ place, level, shared }: DirectoriesProps) {
  const { volume, directory } = place
  const { data, error } = usePage('files.list', {
    states: shared.states,
    volume,
    path: directory,
    directoriesOnly: true,
    start: 0,
    count: MOST_SHOWN,
  })
  if (error) return <p className={`small wrong ${styles.more}`}>{error.message}</p>
  if (!data || data.total === 0) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of the tree
    <div role="group">
      {data.rows.map(({ name, path }) => (
        <TreeItem
          key={path}
          place={{ volume, directory: path }}
          level={level}
          isOpen
          shared={shared}
        >
          <UntrustedText text={name} />
        </TreeItem>
      ))}
      {data.total > data.rows.length && (
        <p className={`small muted ${styles.more}`}>
          and {plural(data.total - data.rows.length, 'more directory', 'more directories')}
        </p>
      )}
    </div>
  )
}
