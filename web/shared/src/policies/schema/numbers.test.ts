import { describe, expect, it } from 'vitest'
import { numberText, readNumber, shownNumber } from './numbers'
import { Unfinished } from './unfinished'

describe('readNumber', () => {
  it.each([
    ['12', 12],
    ['12.', 12],
    ['.5', 0.5],
    ['-3', -3],
    ['１２', 12],
    ['1,000', 1000],
    ['', undefined],
    [' ', undefined],
  ])('%j is %j', (text, number) => {
    expect(readNumber(text, false)).toBe(number)
  })

  it.each([
    ['-', false, 'number'],
    ['1-2', false, 'number'],
    ['0x10', false, 'number'],
    ['Infinity', false, 'number'],
    ['1e999', false, 'large'],
    ['1.5', true, 'integer'],
    ['9007199254740993', true, 'large'],
  ])('%j is no value yet', (text, integer, why) => {
    expect(readNumber(text, integer)).toEqual(new Unfinished(text, why as Unfinished['why']))
  })

  it('reads yuan as fen without rounding', () => {
    expect(readNumber('1.15', true, 'fen')).toBe(115)
    expect(readNumber('300', true, 'fen')).toBe(30_000)
    expect(readNumber('300.', true, 'fen')).toBe(30_000)
    expect(readNumber('19.9', true, 'fen')).toBe(1990)
    expect(readNumber('-0.01', true, 'fen')).toBe(-1)
    expect(readNumber('３６５。５', true, 'fen')).toBe(36_550)
    expect(readNumber('1.155', true, 'fen')).toEqual(new Unfinished('1.155', 'fen'))
    expect(readNumber('.', true, 'fen')).toEqual(new Unfinished('.', 'number'))
  })

  it('comes back from its own text', () => {
    for (let fen = -250; fen <= 250; fen += 1) {
      expect(readNumber(numberText(fen, 'fen'), true, 'fen')).toBe(fen)
    }
  })
})

describe('shownNumber', () => {
  it('speaks both languages', () => {
    expect(shownNumber(3_650_050, 'fen', 'zh')).toBe('36,500.50 元')
    expect(shownNumber(-5, 'fen', 'en')).toBe('−¥0.05')
    expect(shownNumber(12_345.678, undefined, 'zh')).toBe('12,345.678')
  })
})
