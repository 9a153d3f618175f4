import { QR_MARGIN, type QrMatrix } from '@shared/ui/qr'

/** What stands on a poster. */
export interface PosterText {
  /** What it calls to, large. */
  title: string
  /** Whose it is. */
  name: string
  /** What to do with the code. */
  hint: string
  /** The code in letters, for who cannot scan it. */
  code: string
}

/** The size of a poster in pixels: three to four, sharp enough to be printed on a postcard. */
export const POSTER = { width: 1080, height: 1440 } as const

const QR_SIDE = 620
const SIDE = 80

/** The colours of the product in print: they are the same whatever the phone's theme. */
const INK = { ground: '#0b2a36', accent: '#ff9a6a', paper: '#ffffff', text: '#0e2530', onGround: '#f2f8f9' }

const FACE = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif'

/** The largest size of type, at most `size`, in which a text fits a width; `measure` answers its width at a size. */
export function fittingSize(measure: (size: number) => number, width: number, size: number): number {
  const wide = measure(size)
  // Type is not drawn smaller than can be read; what is too long even so is cut off by the edge.
  return wide <= width ? size : Math.max(24, Math.floor((size * width) / wide))
}

/** The squares of a code that is drawn into a square of `side` pixels: whole pixels, so that no edge is blurred. */
export function squares(matrix: QrMatrix, side: number): { size: number; offset: number } {
  const count = matrix.size + 2 * QR_MARGIN
  const size = Math.floor(side / count)
  return { size, offset: Math.floor((side - size * count) / 2) + size * QR_MARGIN }
}

/** Draws a poster: a title, the code on white, and how to use it. */
export function drawPoster(canvas: HTMLCanvasElement, text: PosterText, matrix: QrMatrix): void {
  const { width, height } = POSTER
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  if (!pen) return
  pen.fillStyle = INK.ground
  pen.fillRect(0, 0, width, height)
  pen.fillStyle = INK.accent
  pen.fillRect(SIDE, 120, 96, 12)

  const left = (words: string, top: number, size: number, weight: number) => {
    const face = (at: number) => `${weight} ${at}px ${FACE}`
    const measure = (at: number) => {
      pen.font = face(at)
      return pen.measureText(words).width
    }
    pen.font = face(fittingSize(measure, width - 2 * SIDE, size))
    pen.fillText(words, SIDE, top)
  }
  pen.fillStyle = INK.onGround
  pen.textAlign = 'left'
  pen.textBaseline = 'alphabetic'
  left(text.name, 230, 76, 700)
  left(text.title, 316, 48, 400)

  const paper = QR_SIDE + 80
  const x = (width - paper) / 2
  const y = 390
  pen.fillStyle = INK.paper
  pen.fillRect(x, y, paper, paper + 160)
  drawCode(pen, matrix, { x: x + 40, y: y + 40 })

  pen.fillStyle = INK.text
  pen.textAlign = 'center'
  pen.font = `500 40px ${FACE}`
  pen.fillText(text.hint, width / 2, y + paper + 40, paper - 40)
  pen.font = '700 52px ui-monospace, Menlo, Consolas, monospace'
  pen.fillText(text.code, width / 2, y + paper + 116, paper - 40)

  pen.fillStyle = INK.onGround
  pen.font = `400 34px ${FACE}`
  pen.fillText('Flotilla', width / 2, height - 60)
}

function drawCode(pen: CanvasRenderingContext2D, matrix: QrMatrix, at: { x: number; y: number }): void {
  const { size, offset } = squares(matrix, QR_SIDE)
  pen.fillStyle = '#000000'
  for (let row = 0; row < matrix.size; row++) {
    for (let column = 0; column < matrix.size; column++) {
      if (matrix.dark(row, column))
        pen.fillRect(at.x + offset + column * size, at.y + offset + row * size, size, size)
    }
  }
}
