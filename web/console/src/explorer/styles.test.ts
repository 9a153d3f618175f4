import { afterEach, expect, test } from 'vitest'
import { allowStyles, setAside } from './styles'

afterEach(() => {
  document.head.innerHTML = ''
  document.body.innerHTML = ''
})

test('only attributes are set aside, not what is edited', () => {
  const line =
    '<div style="top:18px;height:18px" class="view-line"><span>&lt;p style="x"&gt; style="y"</span></div>'
  expect(setAside(line)).toBe(
    '<div data-style="top:18px;height:18px" class="view-line"><span>&lt;p style="x"&gt; style="y"</span></div>',
  )
})

test('styles are laid on through the DOM, and style elements carry the nonce', () => {
  const meta = document.createElement('meta')
  meta.name = 'csp-nonce'
  meta.content = 'n0nce'
  document.head.append(meta)
  allowStyles()

  document.body.innerHTML = '<p style="top: 3px">a</p>'
  document.body.firstElementChild?.insertAdjacentHTML('afterend', '<i style="top: 4px">b</i>')

  const tops = [...document.body.querySelectorAll<HTMLElement>('p, i')].map(element => element.style.top)
  expect(tops).toEqual(['3px', '4px'])
  expect(document.querySelector('[data-style]')).toBeNull()
  expect(document.createElement('style').nonce).toBe('n0nce')
})
