import { useLanguage, useMessages } from '@shared/i18n'
import { Button, VisuallyHidden } from '@shared/ui'
import { useId, useLayoutEffect, useRef, useState } from 'react'
import { blankItem, clearedItem, type ListField } from '../schema/field'
import { titleOf } from '../schema/shown'
import { useField } from './context'
import { FieldView } from './FieldView'
import { messages } from './messages'
import { hintOf, type PartProps } from './parts'

/** Where the keyboard goes on after a list changed. */
type Next = { place: number; to: 'item' | 'remove' } | 'add'

/**
 * A list of any length. After adding, the keyboard is in the new item; after removing, on the next one's remove button, or on
 * "add" when none is left. Both are read aloud.
 */
export function ListPart({ field, path, value, onChange, label }: PartProps<ListField>) {
  const { language } = useLanguage()
  const t = useMessages(messages)
  const { disabled, error, limits, see } = useField(path)
  const items = Array.isArray(value) ? value : []
  const keys = useKeys(items.length)
  const [said, setSaid] = useState('')
  const next = useRef<Next>(undefined)
  const frame = useRef<HTMLFieldSetElement>(null)
  const id = useId()
  const title = titleOf(field, language) || label || ''
  const hint = hintOf(field, limits, language)
  const named = (place: number) => titleOf(field.item, language) || t.item(place + 1)

  // After every drawing: the item to go to is there only once the new value came back from the page.
  useLayoutEffect(() => {
    const goal = next.current && find(frame.current, next.current)
    if (!goal) return
    next.current = undefined
    goal.focus()
  })

  function add() {
    next.current = { place: items.length, to: 'item' }
    setSaid(t.added(named(items.length)))
    onChange([...items, blankItem(field.item)])
  }

  function remove(place: number) {
    const left = items.length - 1
    next.current = left === 0 ? 'add' : { place: Math.min(place, left - 1), to: 'remove' }
    setSaid(t.removed(named(place)))
    keys.remove(place)
    see()
    onChange(items.filter((_, at) => at !== place))
  }

  return (
    <fieldset
      ref={frame}
      className="schema-form-group"
      aria-label={title ? undefined : t.value}
      aria-describedby={hint || error ? id : undefined}
    >
      {title && <legend className="schema-form-legend">{title}</legend>}
      <div id={id}>
        {hint && <p className="schema-form-hint">{hint}</p>}
        {error && <p className="schema-form-error">{error}</p>}
      </div>
      {items.length === 0 && <p className="schema-form-hint">{t.none}</p>}
      <ol className="schema-form-items">
        {items.map((item, place) => (
          <li key={keys.of(place)} className="schema-form-item" data-place={place}>
            <FieldView
              field={field.item}
              path={[...path, place]}
              value={item}
              label={t.item(place + 1)}
              onChange={changed =>
                onChange(
                  items.map((other, at) => (at === place ? (changed ?? clearedItem(field.item)) : other)),
                )
              }
            />
            <Button
              variant="quiet"
              size="s"
              className="schema-form-remove"
              disabled={disabled}
              aria-label={t.removeItem(t.item(place + 1))}
              onClick={() => remove(place)}
            >
              {t.remove}
            </Button>
          </li>
        ))}
      </ol>
      <div className="schema-form-actions">
        <Button
          size="s"
          className="schema-form-add"
          disabled={disabled || items.length >= field.maxItems}
          aria-label={title ? t.addTo(title) : undefined}
          onClick={add}
        >
          {t.add}
        </Button>
        {(!field.required || limits) && value !== undefined && path.length > 0 && (
          <Button variant="quiet" size="s" disabled={disabled} onClick={() => onChange(undefined)}>
            {t.leaveOut}
          </Button>
        )}
      </div>
      <div aria-live="polite">
        <VisuallyHidden>{said}</VisuallyHidden>
      </div>
    </fieldset>
  )
}

/** Names for items that stay with them when one before them goes, so that no input shows what was typed into another. */
function useKeys(length: number) {
  const store = useRef<{ keys: number[]; last: number }>({ keys: [], last: 0 })
  const { current } = store
  while (current.keys.length < length) {
    current.last += 1
    current.keys.push(current.last)
  }
  current.keys.length = length
  return {
    of: (place: number) => current.keys[place],
    remove: (place: number) => current.keys.splice(place, 1),
  }
}

function find(frame: HTMLElement | null, next: Next): HTMLElement | null | undefined {
  if (next === 'add') return frame?.querySelector<HTMLElement>('.schema-form-actions > .schema-form-add')
  const item = [...(frame?.querySelectorAll<HTMLElement>('.schema-form-item') ?? [])]
    .filter(each => each.parentElement?.parentElement === frame)
    .at(next.place)
  if (next.to === 'remove') return item?.querySelector<HTMLElement>(':scope > .schema-form-remove')
  return item?.querySelector<HTMLElement>('input, textarea, select, button')
}
