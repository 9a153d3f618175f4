import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { downloadCsv } from '@shared/money'
import { Button, Dialog, Notice } from '@shared/ui'
import { useState } from 'react'
import type { CardBatchRowFragment } from '../../gql/graphql'
import { codesFile } from './issue'
import '../chapters/changes/ChangeDialog.css'
import './cards.css'

const messages = defineMessages({
  zh: {
    title: (name: string) => `卡号：${name}`,
    once: '卡号只显示这一次',
    onceText: '系统不保存卡号，关闭后谁也查不到。请现在下载并妥善保管；卡号如同现金。',
    lostTitle: '卡号没有收到',
    lost: '这一批已经制发，但卡号没有送到这里（网络中断）。请把这一批作废，再制发一批。',
    codes: (count: string) => `${count} 个卡号`,
    download: '下载 CSV',
    close: '关闭',
    unsaved: '还没有下载',
    unsavedText: '关闭后卡号就找不回来了。',
    leave: '不下载，关闭',
    headings: { code: '卡号', batch: '批次', days: '天数', expires: '失效日' },
  },
  en: {
    title: (name: string) => `Codes: ${name}`,
    once: 'The codes are shown this once',
    onceText:
      'They are kept nowhere: once this is closed nobody can look them up. Download them now and keep them safe; they are like cash.',
    lostTitle: 'The codes did not arrive',
    lost: 'The batch was issued, but its codes were lost on the way here. Void it and issue another.',
    codes: (count: string) => `${count} codes`,
    download: 'Download CSV',
    close: 'Close',
    unsaved: 'Not downloaded yet',
    unsavedText: 'Once this is closed the codes are gone.',
    leave: 'Close without them',
    headings: { code: 'Code', batch: 'Batch', days: 'Days', expires: 'Expires on' },
  },
})

interface CodesDialogProps {
  batch: CardBatchRowFragment
  codes: readonly string[]
  onClose: () => void
}

/** The codes of a batch that was just issued. Closing it before they were saved asks once more. */
export function CodesDialog({ batch, codes, onClose }: CodesDialogProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [saved, setSaved] = useState(false)
  const [warned, setWarned] = useState(false)
  const isLost = codes.length === 0
  const close = () => {
    if (saved || isLost || warned) onClose()
    else setWarned(true)
  }
  const save = () => {
    const { code, batch: name, days, expires } = t.headings
    downloadCsv(`cards-${batch.id}.csv`, codesFile(batch, codes, [code, name, days, expires]))
    setSaved(true)
    setWarned(false)
  }
  return (
    <Dialog
      open
      title={t.title(batch.title)}
      onClose={close}
      footer={
        <>
          <Button onClick={close}>{warned ? t.leave : t.close}</Button>
          {isLost ? null : (
            <Button variant="primary" icon="download" onClick={save}>
              {t.download}
            </Button>
          )}
        </>
      }
    >
      <div className="change-dialog">
        {isLost ? (
          <Notice tone="bad" title={t.lostTitle}>
            {t.lost}
          </Notice>
        ) : (
          <>
            <Notice tone="warn" title={t.once}>
              {t.onceText}
            </Notice>
            <section
              className="cards-codes"
              aria-label={t.codes(numberText(codes.length, language))}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
              tabIndex={0}
            >
              <ol>
                {codes.map(code => (
                  <li key={code}>
                    <code>{code}</code>
                  </li>
                ))}
              </ol>
            </section>
            <div aria-live="polite">
              {warned ? (
                <Notice tone="bad" title={t.unsaved}>
                  {t.unsavedText}
                </Notice>
              ) : null}
            </div>
          </>
        )}
      </div>
    </Dialog>
  )
}
