import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { CodeField } from './code-field.tsx'

test('says at once what a code means, and what is accepted where it knows none', async () => {
  const screen = await render(<CodeField />)
  const field = screen.getByRole('textbox', { name: 'An error code, such as 0xC03A000E' })
  await expect.element(screen.getByText('What to do')).not.toBeInTheDocument()
  await field.fill('(0xc03a000e)')
  await expect
    .element(screen.getByText('0xC03A000E ERROR_VHD_CHILD_PARENT_ID_MISMATCH'))
    .toBeVisible()
  await expect.element(screen.getByText('chain.wrong-parent')).toBeVisible()
  await field.fill('0xC03A001A')
  await expect.element(screen.getByText('Nothing that an image shows.')).toBeVisible()
  await field.fill('hello')
  await expect
    .element(screen.getByText(/^No code that is known here\. A code is a number/))
    .toBeVisible()
  await field.fill(' ')
  await expect.element(screen.getByText(/^No code/)).not.toBeInTheDocument()
})
