/** The dark squares of a QR code: `dark(row, column)`, each from 0 to `size` − 1. */
export interface QrMatrix {
  size: number
  dark: (row: number, column: number) => boolean
}

/** The quiet zone that the standard asks for on each side, in squares. */
export const QR_MARGIN = 4

/** Encodes a text as a QR code. The encoder is loaded when it is first needed. */
export async function qrMatrix(text: string): Promise<QrMatrix> {
  const { default: qrcode } = await import('qrcode-generator')
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  return { size: code.getModuleCount(), dark: (row, column) => code.isDark(row, column) }
}

/** A code as an SVG file. */
export function qrSvg(matrix: QrMatrix): string {
  const side = matrix.size + 2 * QR_MARGIN
  const box = `viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"`
  const paths = `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${qrPath(matrix)}"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box}>${paths}</svg>`
}

/** The outline of a code's dark squares as the `d` of an SVG path, its margin included. */
export function qrPath({ size, dark }: QrMatrix): string {
  const runs: string[] = []
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (!dark(row, column)) continue
      const from = column
      while (column + 1 < size && dark(row, column + 1)) column++
      runs.push(`M${from + QR_MARGIN} ${row + QR_MARGIN}h${column - from + 1}v1H${from + QR_MARGIN}z`)
    }
  }
  return runs.join('')
}
