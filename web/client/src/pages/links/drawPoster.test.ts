import { qrMatrix } from '@shared/ui/qr'
import { describe, expect, it } from 'vitest'
import { drawPoster, fittingSize, POSTER, squares } from './drawPoster'

/** A canvas that remembers what is drawn on it. */
function canvas() {
  const rects: { x: number; y: number; width: number; height: number; style: string }[] = []
  const texts: string[] = []
  const pen = {
    fillStyle: '',
    font: '',
    textAlign: '',
    textBaseline: '',
    fillRect(x: number, y: number, width: number, height: number) {
      rects.push({ x, y, width, height, style: this.fillStyle })
    },
    fillText: (text: string) => void texts.push(text),
    measureText: (text: string) => ({ width: text.length * 60 }),
  }
  const own = { width: 0, height: 0, getContext: () => pen }
  return { own: own as unknown as HTMLCanvasElement, rects, texts }
}

const URL = 'https://flotilla.example/client/join/7KQ2MX9D'

describe('a poster', () => {
  it('has every dark square of the code once, on whole pixels and within the white', async () => {
    const matrix = await qrMatrix(URL)
    const { own, rects, texts } = canvas()
    drawPoster(own, { title: '扫码加入', name: '杭州分舵', hint: '扫一扫', code: '7KQ2 MX9D' }, matrix)
    expect([own.width, own.height]).toEqual([POSTER.width, POSTER.height])
    expect(texts).toEqual(['杭州分舵', '扫码加入', '扫一扫', '7KQ2 MX9D', 'Flotilla'])
    const dark = rects.filter(rect => rect.style === '#000000')
    let expected = 0
    for (let row = 0; row < matrix.size; row++)
      for (let column = 0; column < matrix.size; column++) if (matrix.dark(row, column)) expected += 1
    expect(dark).toHaveLength(expected)
    expect(new Set(dark.map(({ x, y }) => `${x} ${y}`)).size).toBe(expected)
    const paper = rects.find(rect => rect.style === '#ffffff')
    if (!paper) throw new Error('there is no paper')
    for (const { x, y, width, height } of dark) {
      expect([x, y, width, height].every(Number.isInteger)).toBe(true)
      expect(x >= paper.x && x + width <= paper.x + paper.width).toBe(true)
      expect(y >= paper.y && y + height <= paper.y + paper.height).toBe(true)
    }
  })

  it('keeps the quiet zone that readers need', () => {
    const { size, offset } = squares({ size: 29, dark: () => true }, 620)
    expect(offset).toBeGreaterThanOrEqual(4 * size)
    expect(offset + 29 * size + 4 * size).toBeLessThanOrEqual(620)
  })

  it('sets a long name smaller, and never too small to read', () => {
    const measure = (size: number) => size * 20
    expect(fittingSize(measure, 2000, 76)).toBe(76)
    expect(fittingSize(measure, 920, 76)).toBe(46)
    expect(fittingSize(measure, 100, 76)).toBe(24)
  })
})
