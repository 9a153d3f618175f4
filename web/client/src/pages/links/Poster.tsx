import { asFault, type Fault } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { download } from '@shared/money'
import { Button, Code, FaultNotice, useToast } from '@shared/ui'
import { qrMatrix } from '@shared/ui/qr'
import { useEffect, useRef, useState } from 'react'
import { drawPoster, POSTER } from './drawPoster'
import './Links.css'

const messages = defineMessages({
  zh: {
    label: (name: string, code: string) => `${name}的推广海报，二维码编号 ${code}`,
    title: '扫码加入',
    hint: '扫描二维码，或输入编号',
    save: '保存海报',
    share: '分享链接',
    copy: '复制链接',
    copied: '链接已复制',
    notCopied: '没能复制，请长按链接自行复制。',
  },
  en: {
    label: (name: string, code: string) => `Poster of ${name} with the code ${code}`,
    title: 'Scan to join',
    hint: 'Scan it, or type the code',
    save: 'Save the poster',
    share: 'Share the link',
    copy: 'Copy the link',
    copied: 'The link is copied',
    notCopied: 'It could not be copied: press the link for long.',
  },
})

interface PosterProps {
  /** Whose it is: a chapter's or a person's name. */
  name: string
  link: { url: string; code: string; campaign: string | null }
}

/** The poster of a link, drawn on this phone, with the ways to hand it on. */
export function Poster({ name, link }: PosterProps) {
  const t = useMessages(messages)
  const toast = useToast()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [fault, setFault] = useState<Fault | null>(null)
  const [drawn, setDrawn] = useState(false)
  const code = spaced(link.code)
  const title = link.campaign ?? t.title
  const { hint } = t

  useEffect(() => {
    let wanted = true
    const draw = async () => {
      try {
        const matrix = await qrMatrix(link.url)
        if (!wanted || !canvas.current) return
        drawPoster(canvas.current, { title, name, hint, code }, matrix)
        setDrawn(true)
      } catch (error) {
        if (wanted) setFault(asFault(error))
      }
    }
    void draw()
    return () => {
      wanted = false
    }
  }, [link.url, title, name, hint, code])

  const save = () =>
    canvas.current?.toBlob(blob => blob && download(`flotilla-${link.code}.png`, blob), 'image/png')
  const share = async () => {
    try {
      if (typeof navigator.share === 'function') await navigator.share({ title: name, url: link.url })
      else {
        await navigator.clipboard.writeText(link.url)
        toast({ tone: 'good', text: t.copied })
      }
    } catch (error) {
      // Whoever closes the sheet of the phone wants no error told.
      if (error instanceof DOMException && error.name === 'AbortError') return
      toast({ tone: 'warn', text: t.notCopied })
    }
  }
  return (
    <div className="poster">
      <canvas
        ref={canvas}
        className="poster-canvas"
        width={POSTER.width}
        height={POSTER.height}
        role="img"
        aria-label={t.label(name, link.code)}
        data-drawn={drawn}
      />
      {fault ? <FaultNotice error={fault} /> : null}
      <p className="poster-link">
        <Code>{link.url}</Code>
      </p>
      <div className="poster-actions">
        <Button variant="primary" icon="download" disabled={!drawn} onClick={save}>
          {t.save}
        </Button>
        <Button icon="send" onClick={() => void share()}>
          {typeof navigator.share === 'function' ? t.share : t.copy}
        </Button>
      </div>
    </div>
  )
}

/** A code in two groups, as people read it out. */
function spaced(code: string): string {
  return code.length === 8 ? `${code.slice(0, 4)} ${code.slice(4)}` : code
}
