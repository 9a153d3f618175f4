import './Person.css'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button, Dialog, FaultNotice, Notice, TextArea, UserErrors } from '@shared/ui'
import { useState } from 'react'
import type { Reveal } from './useReveal'

const messages = defineMessages({
  zh: {
    name: '姓名',
    phone: '手机',
    erased: '已删除',
    reveal: '查看明文',
    title: '查看明文',
    logged: '会写入审计日志，会员本人也能看到是谁、何时、为何查看。',
    limit: (perHour: number) => `每人每小时最多查看 ${perHour} 位会员。`,
    reason: '理由',
    reasonHint: '例如：电话确认周末活动',
    cancel: '取消',
    clear: '正在显示明文',
    clearText: '此次查看已记入日志。',
    left: (seconds: number) => `${seconds} 秒后恢复脱敏。`,
    hide: '立即隐藏',
  },
  en: {
    name: 'Name',
    phone: 'Phone',
    erased: 'Erased',
    reveal: 'Show in clear',
    title: 'Show in clear',
    logged: 'It is logged, and the member can read who looked, when and why.',
    limit: (perHour: number) => `Nobody sees more than ${perHour} members an hour.`,
    reason: 'Reason',
    reasonHint: 'For instance: to call about the weekend’s event',
    cancel: 'Cancel',
    clear: 'Shown in clear',
    clearText: 'This look is logged.',
    left: (seconds: number) => `Masked again in ${seconds} seconds.`,
    hide: 'Mask it now',
  },
})

interface PersonProps {
  /** Masked; null once the person was erased. */
  name: string | null
  phone: string | null
  mayReveal: boolean
  perHour: number
  reveal: Reveal
}

/** Who a member is: masked, and in clear for a while to who may see it and says why. */
export function Person({ name, phone, mayReveal, perHour, reveal }: PersonProps) {
  const t = useMessages(messages)
  const [asking, setAsking] = useState(false)
  const { clear } = reveal
  return (
    <div className="member-person">
      <div className="member-person-line">
        <dl className="member-person-facts">
          <div>
            <dt>{t.name}</dt>
            <dd>{clear?.name ?? name ?? t.erased}</dd>
          </div>
          <div>
            <dt>{t.phone}</dt>
            <dd className="member-person-phone">
              {clear ? <a href={`tel:${clear.phone}`}>{clear.phone}</a> : (phone ?? t.erased)}
            </dd>
          </div>
        </dl>
        {mayReveal && !clear && phone !== null ? (
          <Button icon="eye" onClick={() => setAsking(true)}>
            {t.reveal}
          </Button>
        ) : null}
      </div>
      {clear ? (
        <Notice
          tone="warn"
          title={t.clear}
          action={
            <Button size="s" onClick={reveal.hide}>
              {t.hide}
            </Button>
          }
        >
          {t.clearText} <span role="timer">{t.left(reveal.secondsLeft)}</span>
        </Notice>
      ) : null}
      {asking ? <Ask perHour={perHour} reveal={reveal} onClose={() => setAsking(false)} /> : null}
    </div>
  )
}

function Ask({ perHour, reveal, onClose }: { perHour: number; reveal: Reveal; onClose: () => void }) {
  const t = useMessages(messages)
  const [reason, setReason] = useState('')
  const [sent, setSent] = useState(false)
  const said = reason.trim()
  const submit = async () => {
    if (said === '' || reveal.busy) return
    setSent(true)
    if (await reveal.ask(said)) onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.title}
      onSubmit={() => void submit()}
      footer={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" variant="primary" busy={reveal.busy} disabled={said === ''}>
            {t.reveal}
          </Button>
        </>
      }
    >
      <div className="member-form">
        <Notice tone="info">
          {t.logged} {t.limit(perHour)}
        </Notice>
        <TextArea
          label={t.reason}
          hint={t.reasonHint}
          required
          rows={2}
          maxLength={200}
          value={reason}
          onChange={setReason}
        />
        {/* What went wrong with an earlier look is no matter of this one. */}
        {sent ? <UserErrors errors={reveal.errors} /> : null}
        {sent && reveal.fault ? <FaultNotice error={reveal.fault} /> : null}
      </div>
    </Dialog>
  )
}
