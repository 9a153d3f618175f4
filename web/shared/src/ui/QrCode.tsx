import './QrCode.css'
import { useEffect, useState } from 'react'
import { QR_MARGIN, type QrMatrix, qrMatrix, qrPath } from './qr'

/** A text as a QR code. `label` says what it holds to whoever does not see it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const [code, setCode] = useState<{ of: string; matrix: QrMatrix } | null>(null)
  useEffect(() => {
    let wanted = true
    void qrMatrix(text).then(matrix => {
      if (wanted) setCode({ of: text, matrix })
    })
    return () => {
      wanted = false
    }
  }, [text])
  const matrix = code?.of === text ? code.matrix : null
  const side = (matrix?.size ?? 25) + 2 * QR_MARGIN
  return (
    <svg
      className="qr-code"
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={side} height={side} fill="#fff" />
      {matrix ? <path d={qrPath(matrix)} fill="#000" /> : null}
    </svg>
  )
}
