import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { safeAddress } from './links'
import { Markdown } from './Markdown'

afterEach(cleanup)

function html(text: string): HTMLElement {
  return render(<Markdown>{text}</Markdown>).container
}

describe('safeAddress', () => {
  it('lets the web and mailboxes through', () => {
    expect(safeAddress('https://example.org/a?b=c#d')).toBe('https://example.org/a?b=c#d')
    expect(safeAddress(' mailto:hq@example.org ')).toBe('mailto:hq@example.org')
  })

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://example.org/1',
    '//example.org/',
    '/session/console/end',
    '#main',
    '',
    undefined,
  ])('keeps out %j', address => {
    expect(safeAddress(address)).toBeUndefined()
  })
})

describe('Markdown', () => {
  it('draws what a policy needs', () => {
    const container = html(
      '# 年费\n\n各分会可在 **300 至 400 元** 之间定价。\n\n- 一\n- 二\n\n1. 甲\n2. 乙\n\n> 引\n\n`code`',
    )
    expect(container.querySelector('h2')?.textContent).toBe('年费')
    expect(container.querySelector('strong')?.textContent).toBe('300 至 400 元')
    expect(container.querySelectorAll('ul > li')).toHaveLength(2)
    expect(container.querySelectorAll('ol > li')).toHaveLength(2)
    expect(container.querySelector('blockquote')?.textContent).toContain('引')
    expect(container.querySelector('code')?.textContent).toBe('code')
  })

  it('leaves the first heading level to the page', () => {
    const container = html('# a\n\n## b\n\n###### f')
    expect(container.querySelector('h1')).toBeNull()
    expect(container.querySelector('h3')?.textContent).toBe('b')
    expect(container.querySelector('h6')?.textContent).toBe('f')
    expect(container.querySelector('[id]')).toBeNull()
  })

  it('opens links elsewhere and tells nobody', () => {
    html('[规则](https://example.org/rules) 与 https://example.org/auto')
    for (const link of screen.getAllByRole('link')) {
      expect(link.getAttribute('rel')).toBe('noreferrer noopener')
      expect(link.getAttribute('target')).toBe('_blank')
    }
    expect(screen.getAllByRole('link')).toHaveLength(2)
  })

  it('shows images as links and loads none', () => {
    const container = html('![海报](https://evil.example/pixel.png) ![x](data:image/svg+xml,<svg/>)')
    expect(container.querySelector('img')).toBeNull()
    expect(screen.getByRole('link').getAttribute('href')).toBe('https://evil.example/pixel.png')
    expect(container.textContent).toContain('海报')
  })

  it('does not nest links', () => {
    const container = html('[![alt](https://a.example/i.png)](https://b.example/)')
    expect(container.querySelectorAll('a')).toHaveLength(1)
    expect(container.querySelector('a')?.getAttribute('href')).toBe('https://b.example/')
  })

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)" onclick="alert(1)">x</a>',
    '<iframe src="https://evil.example"></iframe>',
    '<svg onload=alert(1)><a xlink:href="javascript:alert(1)">x</a></svg>',
    '<div><div><script>alert(1)</script></div></div>',
    '<style>body{display:none}</style>',
    '<form action="https://evil.example"><input name=q></form>',
    '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
    '[x](javascript:alert(1))',
    '[x](JAVASCRIPT:alert(1))',
    '[x](java&#115;cript:alert(1))',
    '[x](&#x6A;avascript:alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](vbscript:msgbox)',
    '![x](javascript:alert(1))',
    '[x][r]\n\n[r]: javascript:alert(1)',
    '<javascript:alert(1)>',
    '**[x](javascript:alert(1))** > <b onmouseover=alert(1)>y</b>',
    '> - [a](javascript:alert(1)) <img src=x onerror=alert(2)>',
    '| a |\n|---|\n| <img src=x onerror=alert(1)> [b](javascript:alert(1)) |',
    '```html" onload="alert(1)\n<script>alert(1)</script>\n```',
    '[x](https://a.example "\\" onmouseover=\\"alert(1)")',
    '# h {#main onclick=alert(1)}',
    '---\ntitle: <script>alert(1)</script>\n---\n',
    'a[^1]\n\n[^1]: <script>alert(1)</script> [y](javascript:alert(1))',
    '<!-- <img src=x onerror=alert(1)> -->',
    '<Link href="javascript:alert(1)">x</Link>',
  ])('is not taken in by %j', text => {
    const container = html(text)
    expect(container.querySelector('script,img,iframe,svg,style,form,input,math,object,embed')).toBeNull()
    for (const element of container.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        expect(name).not.toMatch(/^on|^style$|^srcdoc$|^id$/)
        if (name === 'href') expect(value).toMatch(/^(https?|mailto):/)
      }
    }
  })

  it('has tables that scroll and tasks that read aloud', () => {
    const container = html('| 级 | 价 |\n|:--|--:|\n| 县 | 300 |\n\n- [x] 已发\n- [ ] 待办')
    expect(container.querySelector('section[tabindex="0"] table td.markdown-right')?.textContent).toBe('300')
    expect(container.querySelectorAll('.markdown-task')).toHaveLength(2)
    expect(container.querySelector('input')).toBeNull()
  })
})
