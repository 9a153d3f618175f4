import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Combobox } from './Combobox'

interface Place {
  id: string
  name: string
}

const PLACES: Place[] = [
  { id: 'chap_1', name: '杭州市' },
  { id: 'chap_2', name: '杭锦旗' },
  { id: 'chap_3', name: '宁波市' },
]

const search = vi.fn(async (text: string, _signal: AbortSignal) =>
  PLACES.filter(place => place.name.startsWith(text)),
)
const onChange = vi.fn()

function Chooser() {
  const [place, setPlace] = useState<Place | null>(null)
  return (
    <Combobox<Place>
      label="分舵"
      value={place}
      onChange={to => {
        onChange(to)
        setPlace(to)
      }}
      search={search}
      itemKey={place => place.id}
      itemLabel={place => place.name}
    />
  )
}

const box = () => screen.getByRole<HTMLInputElement>('combobox', { name: '分舵' })
const options = () => screen.queryAllByRole('option').map(option => option.textContent)
const key = (name: string) => fireEvent.keyDown(box(), { key: name })
const pause = (ms = 300) => act(() => vi.advanceTimersByTimeAsync(ms))

async function type(text: string) {
  fireEvent.change(box(), { target: { value: text } })
  await pause()
}

beforeEach(() => {
  vi.useFakeTimers()
  search.mockClear()
  onChange.mockClear()
  render(<Chooser />)
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

describe('a combobox', () => {
  it('shows what matches, and points at the first', async () => {
    await type('杭')
    expect(options()).toEqual(['杭州市', '杭锦旗'])
    expect(box().getAttribute('aria-expanded')).toBe('true')
    const active = document.getElementById(box().getAttribute('aria-activedescendant') ?? '')
    expect(active?.textContent).toBe('杭州市')
    expect(active?.getAttribute('aria-selected')).toBe('true')
  })

  it('waits until typing pauses, and aborts what is overtaken', async () => {
    fireEvent.change(box(), { target: { value: '杭' } })
    await pause(50)
    fireEvent.change(box(), { target: { value: '杭锦' } })
    await pause()
    expect(search.mock.calls.map(([text]) => text)).toEqual(['杭锦'])
    await type('宁')
    expect(search.mock.calls[0]?.[1].aborted).toBe(true)
  })

  it('is used with the keys alone', async () => {
    key('ArrowDown')
    await pause()
    expect(options()).toHaveLength(3)
    key('ArrowDown')
    key('Enter')
    expect(onChange).toHaveBeenLastCalledWith(PLACES[1])
    expect(box().value).toBe('杭锦旗')
    expect(options()).toEqual([])
  })

  it('goes round at the ends of the list', async () => {
    await type('杭')
    key('ArrowUp')
    key('Enter')
    expect(onChange).toHaveBeenLastCalledWith(PLACES[1])
  })

  it('goes back to what was chosen on Escape, and keeps the key to itself', async () => {
    await type('宁')
    key('Enter')
    await type('杭')
    const outer = vi.fn()
    document.addEventListener('keydown', outer)
    key('Escape')
    document.removeEventListener('keydown', outer)
    expect(outer).not.toHaveBeenCalled()
    expect(box().value).toBe('宁波市')
    expect(box().getAttribute('aria-expanded')).toBe('false')
  })

  it('leaves the keys alone while a word is composed', async () => {
    await type('杭')
    fireEvent.keyDown(box(), { key: 'Enter', isComposing: true })
    expect(onChange).not.toHaveBeenCalled()
  })

  it('chooses nothing when it is emptied', async () => {
    await type('宁')
    key('Enter')
    await type('')
    fireEvent.blur(box())
    expect(onChange).toHaveBeenLastCalledWith(null)
  })

  it('says that nothing matches, and that a search failed', async () => {
    await type('京')
    expect(screen.getAllByText('没有匹配的结果').length).toBeGreaterThan(0)
    search.mockRejectedValueOnce(new Error('offline'))
    await type('京都')
    expect(screen.getAllByText('未能完成').length).toBeGreaterThan(0)
  })
})
