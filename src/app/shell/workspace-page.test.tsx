import { expect, test } from 'vitest'
import { page as browser } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import '../ui/tokens.css'
import '../ui/base.css'
import '../ui/layout.css'
import styles from './workspace.module.css'

test('a long screen scrolls by itself: what is unseen in it does not make the page longer', async () => {
  await browser.viewport(1200, 800)
  await render(
    <div className={styles.workspace}>
      <main className={styles.main}>
        <div style={{ height: '3000px' }} />
        <table>
          <caption className="unseen">At the end</caption>
        </table>
        <span className="unseen">Behind it</span>
      </main>
    </div>,
  )
  const page = document.scrollingElement
  expect(page?.scrollHeight).toBe(page?.clientHeight)
})
