import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { ConfirmDialog } from './ConfirmDialog'
import { Dialog } from './Dialog'

beforeAll(() => {
  // jsdom has the element, but not what shows it.
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function () {
    this.open = false
    this.dispatchEvent(new Event('close'))
  }
})
afterEach(cleanup)

function Opener({ children }: { children?: React.ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        开
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title="更名">
        {children}
      </Dialog>
    </>
  )
}

function openIt() {
  const opener = screen.getByRole('button', { name: '开' })
  opener.focus()
  fireEvent.click(opener)
  return opener
}

describe('a dialog', () => {
  it('is named by its title', () => {
    render(<Opener />)
    openIt()
    expect(screen.getByRole('dialog', { name: '更名' })).toBeTruthy()
  })

  it('gives the focus to its first field', () => {
    render(
      <Opener>
        <input aria-label="名称" />
      </Opener>,
    )
    openIt()
    expect(document.activeElement).toBe(screen.getByLabelText('名称'))
  })

  it('gives the focus to its title where there is no field', () => {
    render(<Opener />)
    openIt()
    expect(document.activeElement?.textContent).toBe('更名')
  })

  it('returns the focus when it closes', () => {
    render(<Opener />)
    const opener = openIt()
    fireEvent.click(screen.getByRole('button', { name: '关闭' }))
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(document.activeElement).toBe(opener)
  })

  it('closes on Escape through its owner', () => {
    render(<Opener />)
    openIt()
    const event = new Event('cancel', { cancelable: true })
    fireEvent(screen.getByRole('dialog'), event)
    expect(event.defaultPrevented).toBe(true)
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('returns the focus when it is taken away while open', () => {
    const { rerender } = render(<button type="button">外</button>)
    screen.getByText('外').focus()
    const outside = (dialog: boolean) => (
      <>
        <button type="button">外</button>
        {dialog && (
          <Dialog open onClose={() => {}} title="题">
            文
          </Dialog>
        )}
      </>
    )
    rerender(outside(false))
    const before = screen.getByText('外')
    before.focus()
    rerender(outside(true))
    rerender(outside(false))
    expect(document.activeElement).toBe(before)
  })
})

describe('a confirmation', () => {
  const confirm = (danger: boolean, onConfirm: () => void) =>
    render(
      <ConfirmDialog
        open
        danger={danger}
        title="关闭分舵"
        confirmLabel="关闭"
        onConfirm={onConfirm}
        onClose={() => {}}
      >
        不能撤回。
      </ConfirmDialog>,
    )

  it('of what cannot be taken back does not begin on the button that does it', () => {
    confirm(true, () => {})
    expect(document.activeElement?.textContent).toBe('取消')
  })

  it('does it when told to', () => {
    const onConfirm = vi.fn()
    confirm(true, onConfirm)
    fireEvent.click(screen.getByText('关闭'))
    expect(onConfirm).toHaveBeenCalledOnce()
  })
})
