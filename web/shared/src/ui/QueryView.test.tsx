import { Fault } from '@shared/api/fault'
import type { UseQueryResult } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { QueryView } from './QueryView'

afterEach(cleanup)

const refetch = vi.fn()
const fault = (code: string, status: number) => new Fault({ code, message: 'm', status, requestId: 'rqst_7' })

function show(query: Partial<UseQueryResult<string[]>>) {
  render(
    <QueryView
      query={{ data: undefined, error: null, refetch, ...query } as UseQueryResult<string[]>}
      empty={data => data.length === 0}
    >
      {data => <p>{data.join()}</p>}
    </QueryView>,
  )
}

describe('a view of a query', () => {
  it('says that it loads', () => {
    show({})
    expect(screen.getByRole('status').textContent).toBe('正在加载…')
  })

  it('shows what came', () => {
    show({ data: ['浙江'] })
    expect(screen.getByText('浙江')).toBeTruthy()
  })

  it('says that there is nothing', () => {
    show({ data: [] })
    expect(screen.getByText('暂无内容')).toBeTruthy()
  })

  it('says what to do about a fault, with the id of the request', () => {
    show({ error: fault('INTERNAL', 500) })
    const notice = screen.getByRole('alert')
    expect(notice.textContent).toContain('rqst_7')
    fireEvent.click(screen.getByRole('button', { name: '重试' }))
    expect(refetch).toHaveBeenCalled()
  })

  it('tells a missing right from a fault', () => {
    show({ error: fault('FORBIDDEN', 200) })
    expect(screen.getByText('您没有查看此内容的权限')).toBeTruthy()
    expect(screen.queryByRole('button')).toBeNull()
  })

  it('keeps what it has when a later request fails', () => {
    show({ data: ['浙江'], error: fault('OFFLINE', 0) })
    expect(screen.getByText('浙江')).toBeTruthy()
    expect(screen.getByText('未能刷新，显示的是之前的内容')).toBeTruthy()
  })
})
