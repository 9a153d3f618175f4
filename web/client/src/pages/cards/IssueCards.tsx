import { execute } from '@shared/api'
import { alsoTell, defineMessages, MEMBER_ERRORS, shanghaiDay, useLanguage, useMessages } from '@shared/i18n'
import { csvText, downloadCsv, tierTitle } from '@shared/money'
import {
  Button,
  DateInput,
  Dialog,
  FaultNotice,
  Notice,
  NumberInput,
  QueryView,
  Select,
  TextInput,
  UserErrors,
} from '@shared/ui'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { GiftTiersDocument, IssueGiftsDocument, type IssueGiftsMutation } from '../../gql/cards/graphql'
import { useIntent } from '../../shell/useIntent'

alsoTell(MEMBER_ERRORS)

/** The most that are issued from a phone at once; larger batches are made at a desk. */
const MOST = 100

const messages = defineMessages({
  zh: {
    title: '制发礼品卡',
    name: '批次名称',
    tier: '会员等级',
    count: '张数',
    countHint: `1 到 ${MOST} 张；更多请在电脑上制发`,
    expires: '失效日',
    once: '卡号只在制发后显示一次，请准备好立即保存。',
    cancel: '返回',
    confirm: '制发',
    codes: '卡号',
    onceText: '系统不保存卡号，关闭后谁也查不到；卡号如同现金，请现在下载并妥善保管。',
    lost: '这一批已经制发，但卡号没有送到这里。请联系总部财务作废后重新制发。',
    download: '下载 CSV',
    unsaved: '还没有下载，关闭后卡号就找不回来了。',
    close: '关闭',
    leave: '不下载，关闭',
    heading: '卡号',
  },
  en: {
    title: 'Issue gift cards',
    name: 'Name of the batch',
    tier: 'Tier',
    count: 'How many',
    countHint: `1 to ${MOST}; more are issued on a computer`,
    expires: 'Expires on',
    once: 'The codes are shown once, after this. Be ready to save them then.',
    cancel: 'Back',
    confirm: 'Issue',
    codes: 'Codes',
    onceText:
      'They are kept nowhere: once this is closed nobody can look them up. They are like cash: download them now and keep them safe.',
    lost: 'The batch was issued, but its codes were lost on the way. Ask headquarters’ finance to void it, and issue another.',
    download: 'Download CSV',
    unsaved: 'Not downloaded yet: once this is closed the codes are gone.',
    close: 'Close',
    leave: 'Close without them',
    heading: 'Code',
  },
})

type Issued = NonNullable<IssueGiftsMutation['cardBatchIssue']>

interface Wanted {
  issuer: string
  kind: 'GIFT'
  title: string
  tier: string
  count: number
  expiresOn: string
}

/** Issues gift cards of the chapter, and shows their codes the one time that they are known. */
export function IssueCards({ chapter, onClose }: { chapter: string; onClose: () => void }) {
  const [issued, setIssued] = useState<Issued | null>(null)
  if (issued) return <Codes issued={issued} onClose={onClose} />
  return <Form chapter={chapter} onIssued={setIssued} onClose={onClose} />
}

interface FormProps {
  chapter: string
  onIssued: (issued: Issued) => void
  onClose: () => void
}

function Form({ chapter, onIssued, onClose }: FormProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const queries = useQueryClient()
  const [title, setTitle] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const [count, setCount] = useState<number | null>(10)
  const [expiresOn, setExpiresOn] = useState<string | null>(null)
  const tiers = useQuery({
    queryKey: ['gift-tiers'],
    queryFn: async ({ signal }) => (await execute(GiftTiersDocument, {}, { signal })).tiers,
  })
  const fitting = (tiers.data ?? []).filter(tier => tier.active && /^(GIFT_CARD|CUSTOM)$/.test(tier.kind))
  const tier = fitting.find(({ code }) => code === chosen) ?? fitting[0]
  const intent = useIntent(
    async (input: Wanted & { requestKey: string }) =>
      (await execute(IssueGiftsDocument, { input })).cardBatchIssue,
    payload => {
      void queries.invalidateQueries({ queryKey: ['cards', chapter] })
      onIssued(payload)
    },
  )
  const fits = count !== null && Number.isInteger(count) && count >= 1 && count <= MOST
  const submit = () => {
    if (!tier || !fits || expiresOn === null || title.trim() === '' || intent.busy) return
    intent.run({ issuer: chapter, kind: 'GIFT', title: title.trim(), tier: tier.code, count, expiresOn })
  }
  return (
    <Dialog
      open
      title={t.title}
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" variant="primary" busy={intent.busy}>
            {t.confirm}
          </Button>
        </>
      }
    >
      <div className="cards-form">
        <TextInput label={t.name} required maxLength={40} value={title} onChange={setTitle} />
        <QueryView query={tiers} rows={1}>
          {() => (
            <Select
              label={t.tier}
              value={tier?.code ?? null}
              onChange={setChosen}
              options={fitting.map(each => ({ value: each.code, label: tierTitle(language, each) }))}
            />
          )}
        </QueryView>
        <NumberInput
          label={t.count}
          hint={t.countHint}
          required
          step={1}
          min={1}
          max={MOST}
          value={count}
          onChange={setCount}
          error={count !== null && !fits ? t.countHint : undefined}
        />
        <DateInput
          label={t.expires}
          required
          min={shanghaiDay(Date.now() + 86_400_000)}
          value={expiresOn}
          onChange={setExpiresOn}
        />
        <p>{t.once}</p>
        <UserErrors errors={intent.errors} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </Dialog>
  )
}

function Codes({ issued, onClose }: { issued: Issued; onClose: () => void }) {
  const t = useMessages(messages)
  const [saved, setSaved] = useState(false)
  const [warned, setWarned] = useState(false)
  const codes = issued.codes ?? []
  const isLost = codes.length === 0
  const close = () => {
    if (saved || isLost || warned) onClose()
    else setWarned(true)
  }
  const save = () => {
    downloadCsv(`cards-${issued.batch?.id ?? ''}.csv`, csvText([[t.heading], ...codes.map(code => [code])]))
    setSaved(true)
    setWarned(false)
  }
  return (
    <Dialog
      open
      title={t.codes}
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
      <div className="cards-form">
        <Notice tone={isLost ? 'bad' : 'warn'}>{isLost ? t.lost : t.onceText}</Notice>
        {isLost ? null : (
          <ol className="cards-codes">
            {codes.map(code => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ol>
        )}
        <div aria-live="polite">{warned ? <Notice tone="bad">{t.unsaved}</Notice> : null}</div>
      </div>
    </Dialog>
  )
}
