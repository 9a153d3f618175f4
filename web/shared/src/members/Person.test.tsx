import { Fault } from '@shared/api'
import { alsoTell, LanguageProvider, MEMBER_ERRORS } from '@shared/i18n'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CLEAR_MS, Person, useReveal } from '.'

type Perform = Parameters<typeof useReveal>[0]

alsoTell(MEMBER_ERRORS)

const NOW = Date.parse('2026-11-22T08:00:00Z')

function Page({ perform, mayReveal = true }: { perform: Perform; mayReveal?: boolean }) {
  const reveal = useReveal(perform)
  return <Person name="王*" phone="138****5678" mayReveal={mayReveal} perHour={30} reveal={reveal} />
}

function show(perform: Perform, mayReveal?: boolean) {
  return render(
    <LanguageProvider>
      <Page perform={perform} mayReveal={mayReveal} />
    </LanguageProvider>,
  )
}

/** Opens the dialog, says why, and sends it. */
async function look(reason: string) {
  fireEvent.click(screen.getByRole('button', { name: '查看明文' }))
  await say(reason)
}

async function say(reason: string) {
  fireEvent.change(screen.getByLabelText(/理由/), { target: { value: reason } })
  await act(async () => {
    fireEvent.submit(screen.getByLabelText(/理由/))
  })
}

const clear = { name: '王伟', phone: '13812345678', userErrors: [] }

beforeEach(() => {
  localStorage.setItem('flotilla.language', 'zh')
  vi.useFakeTimers()
  vi.setSystemTime(NOW)
  // jsdom has no modal dialogs.
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function () {
    this.open = false
  }
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

describe('a member', () => {
  it('is masked, and has no way to be seen in clear for who may not', () => {
    show(vi.fn(), false)
    expect(screen.getByText('138****5678')).toBeTruthy()
    expect(screen.queryByRole('button', { name: '查看明文' })).toBeNull()
  })

  it('is seen in clear for a reason, and masked again after a minute', async () => {
    const perform = vi.fn<Perform>().mockResolvedValue(clear)
    show(perform)
    await look(' 电话回访 ')
    expect(perform).toHaveBeenCalledWith({ reason: '电话回访', requestKey: expect.any(String) })
    expect(screen.getByText('13812345678')).toBeTruthy()
    expect(screen.getByText('王伟')).toBeTruthy()
    expect(screen.getByRole('timer').textContent).toContain('60 秒')
    expect(screen.queryByRole('dialog')).toBeNull()

    act(() => void vi.advanceTimersByTime(CLEAR_MS - 1000))
    expect(screen.getByRole('timer').textContent).toContain('1 秒')
    act(() => void vi.advanceTimersByTime(1000))
    expect(screen.queryByText('13812345678')).toBeNull()
    expect(screen.queryByText('王伟')).toBeNull()
    expect(screen.getByText('138****5678')).toBeTruthy()
  })

  it('is masked when somebody comes back to a page whose timers rested', async () => {
    show(vi.fn<Perform>().mockResolvedValue(clear))
    await look('电话回访')
    vi.setSystemTime(NOW + CLEAR_MS + 1)
    act(() => void document.dispatchEvent(new Event('visibilitychange')))
    expect(screen.queryByText('13812345678')).toBeNull()
  })

  it('is masked at once where the reader wants it', async () => {
    show(vi.fn<Perform>().mockResolvedValue(clear))
    await look('电话回访')
    fireEvent.click(screen.getByRole('button', { name: '立即隐藏' }))
    expect(screen.queryByText('13812345678')).toBeNull()
  })

  it('is one look however often the same is tried, and another for another reason', async () => {
    const perform = vi
      .fn<Perform>()
      .mockRejectedValueOnce(new Fault({ code: 'OFFLINE', message: '', status: 0 }))
      .mockResolvedValue(clear)
    show(perform)
    await look('电话回访')
    expect(screen.getByText('连不上服务器')).toBeTruthy()
    await say('电话回访')
    fireEvent.click(screen.getByRole('button', { name: '立即隐藏' }))
    await look('电话回访')
    const [lost, again, later] = perform.mock.calls.map(([input]) => input.requestKey)
    expect(again).toBe(lost)
    expect(later).not.toBe(lost)
  })

  it('stays masked where a rule is broken, which is said', async () => {
    const refused = { name: null, phone: null, userErrors: [{ code: 'MEMBERS_CONSENT_REQUIRED' }] }
    show(vi.fn<Perform>().mockResolvedValue(refused))
    await look('电话回访')
    expect(screen.getByRole('alert').textContent).toContain('尚未就此表示同意')
    expect(screen.getByText('138****5678')).toBeTruthy()
  })
})
