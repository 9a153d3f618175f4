import { defineMessages, useMessages } from '@shared/i18n'
import { download } from '@shared/money'
import { Button, Dialog } from '@shared/ui'
import { QrCode } from '@shared/ui/QrCode'
import { qrMatrix, qrSvg } from '@shared/ui/qr'
import type { LinkFactsFragment } from '../../gql/graphql'
import './growth.css'

const messages = defineMessages({
  zh: {
    title: (code: string) => `推广码 ${code}`,
    label: (url: string) => `二维码：${url}`,
    hint: '扫码打开加入页面，也可以在加入页面手工输入推广码。',
    download: '下载 SVG',
    close: '关闭',
  },
  en: {
    title: (code: string) => `Code ${code}`,
    label: (url: string) => `QR code: ${url}`,
    hint: 'Scanned, it opens the page to join. The code can be typed there, too.',
    download: 'Download SVG',
    close: 'Close',
  },
})

/** A link as a QR code, to be shown or printed. */
export function PosterDialog({ link, onClose }: { link: LinkFactsFragment; onClose: () => void }) {
  const t = useMessages(messages)
  const save = async () => {
    const drawn = qrSvg(await qrMatrix(link.url))
    download(`${link.code}.svg`, new Blob([drawn], { type: 'image/svg+xml' }))
  }
  return (
    <Dialog
      open
      title={t.title(link.code)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t.close}</Button>
          <Button variant="primary" icon="download" onClick={() => void save()}>
            {t.download}
          </Button>
        </>
      }
    >
      <div className="growth-poster">
        <QrCode text={link.url} label={t.label(link.url)} />
        <p className="growth-url">{link.url}</p>
        <p className="soft">{t.hint}</p>
      </div>
    </Dialog>
  )
}
