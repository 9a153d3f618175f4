import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Tabs } from './Tabs'

const tabs = ['people', 'values', 'audit'].map(key => ({
  key,
  label: `tab ${key}`,
  content: `content ${key}`,
}))

beforeEach(() => {
  render(<Tabs label="chapter" tabs={tabs} />)
})
afterEach(cleanup)

const tab = (key: string) => screen.getByRole('tab', { name: `tab ${key}` })
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })

describe('tabs', () => {
  it('show the first, and only it is on the way of the Tab key', () => {
    expect(screen.getByRole('tabpanel', { name: 'tab people' }).textContent).toBe('content people')
    expect(tabs.map(({ key }) => tab(key).tabIndex)).toEqual([0, -1, -1])
  })

  it('are chosen with arrows, round the ends, and with Home and End', () => {
    tab('people').focus()
    press('ArrowRight')
    expect(document.activeElement).toBe(tab('values'))
    expect(tab('values').getAttribute('aria-selected')).toBe('true')
    expect(screen.getByRole('tabpanel').textContent).toBe('content values')
    press('End')
    expect(document.activeElement).toBe(tab('audit'))
    press('ArrowRight')
    expect(document.activeElement).toBe(tab('people'))
    press('ArrowLeft')
    press('Home')
    expect(document.activeElement).toBe(tab('people'))
  })

  it('are chosen with a click', () => {
    fireEvent.click(tab('audit'))
    expect(screen.getByRole('tabpanel', { name: 'tab audit' }).textContent).toBe('content audit')
  })
})
