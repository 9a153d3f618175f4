/**
 * Lets the editor style itself under the policy of the page, which refuses styles that come from nowhere.
 *
 * Style elements that it makes get the nonce of the page. Style attributes in the HTML that it writes cannot have one:
 * they are laid on through the DOM, which the policy allows.
 */
export function allowStyles(): void {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content
  if (!nonce) return
  const create = document.createElement.bind(document)
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }) as typeof document.createElement
  layStylesThroughTheDom(Element.prototype)
}

const ASIDE = 'data-style'

function layStylesThroughTheDom(element: Element): void {
  const inner = Object.getOwnPropertyDescriptor(element, 'innerHTML')
  const adjacent = element.insertAdjacentHTML
  if (!inner?.set) return
  const { set } = inner
  Object.defineProperty(element, 'innerHTML', {
    ...inner,
    set(this: Element, html: unknown) {
      set.call(this, setAside(String(html)))
      layOn(this)
    },
  })
  element.insertAdjacentHTML = function (this: Element, where: InsertPosition, html: string) {
    adjacent.call(this, where, setAside(String(html)))
    // What stands before or after belongs to the parent.
    layOn(where === 'beforebegin' || where === 'afterend' ? (this.parentElement ?? this) : this)
  }
}

/** Renames style attributes. A `<` of the text that is edited is written `&lt;`, so that this stays within tags. */
export function setAside(html: string): string {
  return html.replace(/<[^<>]+>/g, tag => tag.replace(/\sstyle=/g, ` ${ASIDE}=`))
}

function layOn(root: Element): void {
  for (const element of root.querySelectorAll<HTMLElement>(`[${ASIDE}]`)) {
    element.style.cssText = element.getAttribute(ASIDE) ?? ''
    element.removeAttribute(ASIDE)
  }
}
