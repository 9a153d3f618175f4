import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { limitsOf } from '../limits/limits'
import { check } from '../schema'
import { Unfinished } from '../schema/unfinished'
import type { ServerError } from './errors'
import { SchemaForm } from './SchemaForm'

afterEach(cleanup)

const PRICE = {
  type: 'object',
  additionalProperties: false,
  required: ['min', 'max'],
  properties: { min: { type: 'integer', minimum: 0 }, max: { type: 'integer', minimum: 0 } },
}

type Props = Partial<Parameters<typeof SchemaForm>[0]>

/** A page around a form. */
function Host({ first, tell, ...props }: Props & { first: unknown; tell: (value: unknown) => void }) {
  const [value, setValue] = useState(first)
  function change(next: unknown) {
    tell(next)
    setValue(next)
  }
  return <SchemaForm schema={props.schema} value={value} onChange={change} {...props} />
}

/** Opens a form; `value()` is what its page would send. */
function open(schema: unknown, first?: unknown, props: Props = {}) {
  let now = first
  const tell = (value: unknown) => {
    now = value
  }
  const view = render(<Host schema={schema} first={first} tell={tell} {...props} />)
  return { ...view, value: () => now }
}

function type(label: string | RegExp, text: string) {
  fireEvent.change(screen.getByLabelText(label), { target: { value: text } })
}

function input(label: string | RegExp): HTMLInputElement {
  return screen.getByLabelText(label)
}

describe('numbers', () => {
  it('are typed in yuan and kept in fen', () => {
    const form = open(PRICE, {}, { policyKey: 'membership.annual.price' })
    type(/最低/, '300')
    type(/最高/, '400.5')
    expect(form.value()).toEqual({ min: 30_000, max: 40_050 })
    expect(screen.getAllByText('元')).toHaveLength(2)
  })

  it('keep what is typed on the way', () => {
    const form = open({ type: 'number' }, undefined)
    for (const [text, value] of [
      ['-', new Unfinished('-', 'number')],
      ['-1', -1],
      ['-1.', -1],
      ['-1.50', -1.5],
      ['', undefined],
      ['1e', new Unfinished('1e', 'number')],
    ] as const) {
      type(/取值/, text)
      expect(input(/取值/).value).toBe(text)
      expect(form.value()).toEqual(value)
    }
  })

  it('settle when they are left, and say what is wrong then', () => {
    const schema = { type: 'integer', maximum: 31 }
    const form = open(schema, 5)
    type(/取值/, '007')
    fireEvent.blur(input(/取值/))
    expect(input(/取值/).value).toBe('7')
    type(/取值/, '3x')
    expect(screen.queryByText('请填写数字')).not.toBeNull()
    fireEvent.blur(input(/取值/))
    expect(input(/取值/).value).toBe('3x')
    expect(check(schema, form.value())).toHaveLength(1)
    type(/取值/, '40')
    expect(screen.queryByText('不能大于 31')).not.toBeNull()
    expect(input(/取值/).getAttribute('aria-invalid')).toBe('true')
  })

  it('show what a page puts in their place', () => {
    const view = render(<SchemaForm schema={{ type: 'integer' }} value={1} onChange={() => {}} />)
    view.rerender(<SchemaForm schema={{ type: 'integer' }} value={2} onChange={() => {}} />)
    expect(input(/取值/).value).toBe('2')
  })
})

describe('errors of the server', () => {
  const errors: ServerError[] = [
    { code: 'POLICIES_OUT_OF_BOUNDS', field: ['value', 'min'], message: 'outside what chap_1 allows' },
    { code: 'POLICIES_VALUE_INVALID', field: ['value'], message: '"max" is a required property' },
    { code: 'POLICIES_KEY_UNKNOWN', field: ['key'], message: 'not of the value' },
  ]

  it('stand at the fields they are about', () => {
    open(PRICE, { min: 1 }, { errors, title: '价格' })
    const described = (label: RegExp) =>
      (input(label).getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map(id => document.getElementById(id)?.textContent)
    expect(described(/最低/).join()).toContain('chap_1')
    expect(described(/最高/).join()).toContain('必填')
    expect(screen.queryByText(/not of the value/)).toBeNull()
  })

  it('stand at the nearest field where the form draws none', () => {
    const schema = { type: 'object', title: '规则', properties: { x: { type: 'object', properties: {} } } }
    const far: ServerError[] = [
      { code: 'POLICIES_OUT_OF_BOUNDS', field: ['value', 'x', 'y', '0'], message: 'far' },
    ]
    open(schema, {}, { errors: far })
    expect(within(screen.getByRole('group', { name: 'x' })).queryByText(/far/)).not.toBeNull()
  })
})

describe('lists', () => {
  const schema = {
    type: 'object',
    properties: { places: { title: '地点', type: 'array', items: { type: 'string' } } },
  }

  it('are added to and removed from with the keyboard in the right place', () => {
    const form = open(schema, {})
    fireEvent.click(screen.getByRole('button', { name: '添加一项：地点' }))
    expect(document.activeElement).toBe(input('第 1 项'))
    type('第 1 项', '书店')
    fireEvent.click(screen.getByRole('button', { name: '添加一项：地点' }))
    type('第 2 项', '公园')
    expect(form.value()).toEqual({ places: ['书店', '公园'] })
    fireEvent.click(screen.getByRole('button', { name: '删除第 1 项' }))
    expect(form.value()).toEqual({ places: ['公园'] })
    expect(input('第 1 项').value).toBe('公园')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: '删除第 1 项' }))
    fireEvent.click(screen.getByRole('button', { name: '删除第 1 项' }))
    expect(document.activeElement).toBe(screen.getByRole('button', { name: '添加一项：地点' }))
    expect(form.value()).toEqual({ places: [] })
    fireEvent.click(screen.getByRole('button', { name: '不填写此项' }))
    expect(form.value()).toEqual({})
  })

  it('keep an item that is cleared', () => {
    const form = open({ type: 'array', items: { type: 'integer' } }, [1, 2])
    type('第 1 项', '')
    expect(form.value()).toEqual([new Unfinished('', 'number'), 2])
    type('第 1 项', '3')
    expect(form.value()).toEqual([3, 2])
  })

  it('of given values are boxes to tick, and lose none that are gone', () => {
    const items = {
      oneOf: [
        { const: 'app', title: '应用' },
        { const: 'group', title: '社群' },
      ],
    }
    const form = open({ type: 'array', items }, ['old', 'group'], { limits: limitsOf(['group', 'old']) })
    fireEvent.click(screen.getByLabelText(/^应用/))
    expect(form.value()).toEqual(['app', 'group', 'old'])
    expect(screen.queryByText('应用（上级未允许）')).not.toBeNull()
    fireEvent.click(screen.getByLabelText('old（已不可选）'))
    expect(form.value()).toEqual(['app', 'group'])
  })
})

describe('other kinds', () => {
  const schema = {
    type: 'object',
    required: ['open', 'kind'],
    properties: {
      open: { type: 'boolean', title: '开放' },
      kind: { enum: ['a', 'b'], title: '类型' },
      note: { type: 'string', title: '备注', maxLength: 2000, description: '给分舵看' },
      fixed: { const: 1 },
    },
  }

  it('are chosen, and left out again', () => {
    const form = open(schema, {})
    fireEvent.click(screen.getByRole('radio', { name: '否' }))
    fireEvent.change(screen.getByLabelText(/类型/), { target: { value: '1' } })
    type('备注', '第一行\n第二行')
    expect(form.value()).toEqual({ open: false, kind: 'b', note: '第一行\n第二行' })
    type('备注', '')
    fireEvent.change(screen.getByLabelText(/类型/), { target: { value: '' } })
    expect(form.value()).toEqual({ open: false })
  })

  it('keep a value that is no choice any more', () => {
    const form = open(schema, { kind: 'z' })
    expect(screen.getByLabelText<HTMLSelectElement>(/类型/).selectedOptions[0]?.text).toBe('z（已不可选）')
    expect(form.value()).toEqual({ kind: 'z' })
  })

  it('show all that is missing once asked to', () => {
    open(schema, {}, { showAll: true })
    expect(screen.getAllByText('必填').length).toBeGreaterThanOrEqual(2)
  })

  it('can all be disabled', () => {
    const { container } = open(schema, { note: 'x' }, { disabled: true })
    for (const control of container.querySelectorAll('input, select, textarea')) {
      expect(control.matches(':disabled')).toBe(true)
    }
  })
})

describe('JSON', () => {
  it('takes what cannot be drawn, whole or broken', () => {
    const form = open({ anyOf: [{ type: 'string' }, { type: 'array' }] }, undefined)
    type(/取值/, '["a",')
    expect(form.value()).toEqual(new Unfinished('["a",', 'json'))
    expect(input(/取值/).value).toBe('["a",')
    type(/取值/, '["a"]')
    expect(form.value()).toEqual(['a'])
    expect(input(/取值/).value).toBe('["a"]')
  })

  it('shows a value that its field cannot draw', () => {
    open(PRICE, { min: '低', max: 3 })
    expect(input(/最低/).value).toBe('"低"')
  })

  it('keeps entries that the schema does not name, and text that is not yet one', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string' } },
      additionalProperties: { type: 'integer' },
    }
    const form = open(schema, { a: 'x', extra: 1 })
    type('a', 'y')
    expect(form.value()).toEqual({ a: 'y', extra: 1 })
    type(/其他内容/, '{"extra": 2')
    expect(input(/其他内容/).value).toBe('{"extra": 2')
    expect(check(schema, form.value())).toHaveLength(1)
    type(/其他内容/, '[1]')
    expect(check(schema, form.value())).toHaveLength(1)
    type(/其他内容/, '{"extra": 2}')
    expect(form.value()).toEqual({ a: 'y', extra: 2 })
    type(/其他内容/, '')
    expect(form.value()).toEqual({ a: 'y' })
  })

  it('can be written in place of the form', () => {
    const form = open(PRICE, { min: 1, max: 2 })
    act(() => screen.getByRole('button', { name: '以 JSON 编写' }).click())
    type(/取值/, '{"min": 5}')
    expect(form.value()).toEqual({ min: 5 })
    act(() => screen.getByRole('button', { name: '回到表单' }).click())
    expect(input(/最低/).value).toBe('5')
  })
})

describe('limits', () => {
  it('are shown, and fill in what is left out', () => {
    const limits = limitsOf({ min: 30_000, max: 40_000 })
    open(PRICE, {}, { limits, policyKey: 'a.price', showAll: true })
    expect(screen.queryByText('范围：300 元 至 400 元')).not.toBeNull()
    expect(screen.queryByText('留空则沿用上级的 300 元')).not.toBeNull()
    expect(screen.queryByText('必填')).toBeNull()
  })
})

describe('nested groups', () => {
  it('are left out when nothing is left in them', () => {
    const inner = {
      type: 'object',
      title: '地址',
      required: ['city'],
      properties: { city: { type: 'string', title: '市' } },
    }
    const form = open({ type: 'object', properties: { at: inner } }, {})
    type(/市/, '上海')
    expect(form.value()).toEqual({ at: { city: '上海' } })
    type(/市/, '')
    expect(form.value()).toEqual({})
  })
})
