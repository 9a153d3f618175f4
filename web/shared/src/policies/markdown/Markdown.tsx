import { defineMessages, useMessages } from '@shared/i18n'
import { VisuallyHidden } from '@shared/ui'
import Compiler, { type MarkdownToJSX } from 'markdown-to-jsx/react'
import { createContext, createElement, Fragment, type JSX, type ReactNode, useContext, useMemo } from 'react'
import { safeAddress } from './links'
import './Markdown.css'

const messages = defineMessages({
  zh: {
    image: (alt: string) => (alt ? `图片：${alt}` : '图片'),
    newWindow: '（在新窗口打开）',
    done: '已完成',
    open: '未完成',
    table: '表格',
  },
  en: {
    image: (alt: string) => (alt ? `Image: ${alt}` : 'Image'),
    newWindow: ' (opens in a new window)',
    done: 'Done',
    open: 'Not done',
    table: 'Table',
  },
})

/** Everything that a text may become. Whatever else the compiler thinks of is left out and its content kept. */
const ELEMENTS = new Set(
  `h2 h3 h4 h5 h6 p br hr strong em del mark code pre blockquote ul ol li
   table thead tbody tr th td sup sub div section footer span`.split(/\s+/),
)

/** A link may stand around an image, and links do not nest. */
const InLink = createContext(false)

interface MarkdownProps {
  children: string
  /** The level of the text's first headings; the page's own title is level 1. */
  level?: 2 | 3 | 4
}

/**
 * A policy's text as people read it.
 *
 * The text is another person's: raw HTML stays text, links lead only to the web or a mailbox (and tell nobody where they were
 * clicked), and images are links, since loading one would tell a third party who reads what.
 */
export function Markdown({ children, level = 2 }: MarkdownProps) {
  const options = useMemo(() => optionsFor(level), [level])
  return (
    <div className="markdown">
      <Compiler options={options}>{children}</Compiler>
    </div>
  )
}

function optionsFor(level: number): MarkdownToJSX.Options {
  const headings = [1, 2, 3, 4, 5, 6].map(own => {
    const tag = `h${Math.min(own + level - 1, 6)}`
    return [`h${own}`, { component: ({ children }: Parts) => createElement(tag, null, children) }] as const
  })
  return {
    disableParsingRawHTML: true,
    ignoreHTMLBlocks: true,
    forceBlock: true,
    wrapper: Fragment,
    // Each link and image is judged where it is drawn; the compiler's own judgement stays in front of that.
    createElement: knownElement as MarkdownToJSX.Options['createElement'],
    overrides: {
      ...Object.fromEntries(headings),
      a: { component: Link },
      img: { component: Image },
      input: { component: Task },
      table: { component: Table },
      pre: { component: Preformatted },
    },
  }
}

interface Parts {
  children?: ReactNode
}

/** Makes an element if it is one of the known ones, with none but harmless attributes. */
function knownElement(
  type: Parameters<typeof createElement>[0],
  props: Record<string, unknown> | null,
  ...children: ReactNode[]
): JSX.Element {
  const key = props?.key as string | undefined
  if (typeof type !== 'string') return createElement(type, props, ...children)
  if (!ELEMENTS.has(type)) return createElement(Fragment, { key }, ...children)
  const align = (props?.style as { textAlign?: unknown } | undefined)?.textAlign
  const className = align === 'right' || align === 'center' ? `markdown-${align}` : undefined
  const start = type === 'ol' && typeof props?.start === 'number' ? props.start : undefined
  return createElement(type, { key, className, start }, ...children)
}

function Link({ href, children }: Parts & { href?: unknown }) {
  const t = useMessages(messages)
  const address = safeAddress(href)
  const isInLink = useContext(InLink)
  if (!address || isInLink) return <span>{children}</span>
  return (
    <a href={address} target="_blank" rel="noreferrer noopener">
      <InLink value={true}>{children}</InLink>
      <VisuallyHidden>{t.newWindow}</VisuallyHidden>
    </a>
  )
}

function Image({ src, alt }: { src?: unknown; alt?: unknown }) {
  const t = useMessages(messages)
  return <Link href={src}>{t.image(typeof alt === 'string' ? alt : '')}</Link>
}

function Task({ checked }: { checked?: unknown }) {
  const t = useMessages(messages)
  return (
    <span className="markdown-task" role="img" aria-label={checked ? t.done : t.open}>
      {checked ? '☑' : '☐'}
    </span>
  )
}

/** A wide table scrolls in itself, and can be scrolled with the keyboard. */
function Table({ children }: Parts) {
  const t = useMessages(messages)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className="markdown-scroll" aria-label={t.table} tabIndex={0}>
      <table>{children}</table>
    </section>
  )
}

function Preformatted({ children }: Parts) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <pre className="markdown-scroll" tabIndex={0}>
      {children}
    </pre>
  )
}
