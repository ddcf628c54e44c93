/** The structures of the file, field by field, in the state that is shown. */
import { HeadersSection, IdentifierSection } from './header-sections.tsx'
import { MetadataSection } from './metadata-section.tsx'
import { ParentSection } from './parent-section.tsx'
import { RegionSection } from './region-section.tsx'
import { useShownImage } from './section-facts.ts'
import styles from './structure-view.module.css'

const SECTIONS = [
  { id: 'identifier', name: 'File identifier' },
  { id: 'headers', name: 'Headers' },
  { id: 'regions', name: 'Region tables' },
  { id: 'metadata', name: 'Metadata' },
  { id: 'parent-locator', name: 'Parent locator' },
]

function jump(id: string): void {
  const heading = document.getElementById(id)
  heading?.scrollIntoView({ block: 'start' })
  heading?.focus({ preventScroll: true })
}

export function StructureView() {
  const locator = useShownImage().metadata?.parentLocator
  const sections = SECTIONS.filter(({ id }) => id !== 'parent-locator' || locator)
  return (
    <div className="view">
      <header className={styles.header}>
        <h1>Structure</h1>
        <nav aria-label="Structures">
          <ul className={styles.jumps}>
            {sections.map(({ id, name }) => (
              <li key={id}>
                <button type="button" data-kind="link" onClick={() => jump(id)}>
                  {name}
                </button>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <IdentifierSection />
      <HeadersSection />
      <RegionSection />
      <MetadataSection />
      {locator && <ParentSection locator={locator} />}
    </div>
  )
}
