import './Consents.css'
import type { ConsentPurpose } from '@shared/gql/schema'
import { defineMessages, purposeName, useLanguage, useMessages } from '@shared/i18n'
import { Badge, Button, ConfirmDialog, FaultNotice, type ShownUserError, Time, UserErrors } from '@shared/ui'
import { useState } from 'react'
import {
  CONSENT_TEXTS,
  type ConsentEntry,
  type ConsentState,
  consentStates,
  TEXT_VERSION,
} from './consentTexts'

const messages = defineMessages({
  zh: {
    granted: '已同意',
    withdrawn: '已撤回',
    never: '未表示',
    version: (version: string) => `文本 ${version}`,
    grant: '登记同意',
    withdraw: '登记撤回',
    grantText: '请把下面的文本读给会员本人，经其明确表示同意后再登记。登记后会写入审计日志。',
    withdrawText: '会员随时可以撤回同意。登记后立即生效，并写入审计日志。',
    log: '全部记录',
    entry: (isGranted: boolean) => (isGranted ? '同意' : '撤回'),
    own: {
      grant: '同意',
      withdraw: '撤回同意',
      grantText: '请阅读下面的文本，确认后立即生效。',
      withdrawText: '您随时可以撤回同意。撤回立即生效，不影响此前已进行的处理。',
    },
  },
  en: {
    granted: 'Given',
    withdrawn: 'Withdrawn',
    never: 'Not said',
    version: (version: string) => `text ${version}`,
    grant: 'Record the consent',
    withdraw: 'Record the withdrawal',
    grantText: 'Read the text below to the member, and record it once they have said yes. It is logged.',
    withdrawText: 'A member may withdraw a consent at any time. It holds at once, and is logged.',
    log: 'All entries',
    entry: (isGranted: boolean) => (isGranted ? 'given' : 'withdrawn'),
    own: {
      grant: 'Consent',
      withdraw: 'Withdraw the consent',
      grantText: 'Read the text below. It holds as soon as you confirm.',
      withdrawText:
        'You may withdraw a consent at any time. It holds at once, and changes nothing that was done before.',
    },
  },
})

/** What somebody says of a purpose. */
export interface Said {
  purpose: ConsentPurpose
  granted: boolean
  textVersion: string
}

/** How it goes to write down what somebody said. */
export interface Saying {
  run: (said: Said) => void
  busy: boolean
  errors: readonly ShownUserError[]
  fault: Error | null
  reset: () => void
}

interface ConsentsProps {
  entries: readonly ConsentEntry[]
  /** Of which purposes the reader may write down what the member says. */
  maySet: (purpose: ConsentPurpose) => boolean
  saying: Saying
  /** The purpose that is being asked about; kept by whoever also closes it when it is done. */
  asked: ConsentPurpose | null
  onAsk: (purpose: ConsentPurpose | null) => void
  /** Whether the reader is the member, who says it and does not write down what somebody said. */
  isOwn?: boolean
}

/** What a member consented to, purpose by purpose, and the way there. */
export function Consents({ entries, maySet, saying, asked, onAsk, isOwn = false }: ConsentsProps) {
  const t = useMessages(messages)
  const words = isOwn ? t.own : t
  const { language } = useLanguage()
  const [open, setOpen] = useState(false)
  const states = consentStates(entries)
  const chosen = states.find(state => state.purpose === asked)
  return (
    <div className="member-consents">
      <ul className="member-consents-list">
        {states.map(state => (
          <li key={state.purpose}>
            <span>
              <strong>{purposeName(language, state.purpose)}</strong> <State state={state} />
            </span>
            {maySet(state.purpose) ? (
              <Button
                size="s"
                aria-label={`${state.last?.granted ? words.withdraw : words.grant} ${purposeName(language, state.purpose)}`}
                onClick={() => {
                  saying.reset()
                  onAsk(state.purpose)
                }}
              >
                {state.last?.granted ? words.withdraw : words.grant}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {entries.length > 0 ? (
        <details open={open} onToggle={event => setOpen(event.currentTarget.open)}>
          <summary>{t.log}</summary>
          <ol className="member-consents-log">
            {entries.toReversed().map(entry => (
              <li key={`${entry.purpose} ${entry.at}`}>
                {purposeName(language, entry.purpose)} · {t.entry(entry.granted)} ·{' '}
                {t.version(entry.textVersion)} · <Time at={entry.at} />
              </li>
            ))}
          </ol>
        </details>
      ) : null}
      {chosen ? <Ask state={chosen} saying={saying} isOwn={isOwn} onClose={() => onAsk(null)} /> : null}
    </div>
  )
}

function State({ state: { last } }: { state: ConsentState }) {
  const t = useMessages(messages)
  if (!last) return <Badge tone="neutral">{t.never}</Badge>
  return <Badge tone={last.granted ? 'good' : 'warn'}>{last.granted ? t.granted : t.withdrawn}</Badge>
}

interface AskProps {
  state: ConsentState
  saying: Saying
  isOwn: boolean
  onClose: () => void
}

function Ask({ state, saying, isOwn, onClose }: AskProps) {
  const t = useMessages(messages)
  const words = isOwn ? t.own : t
  const { language } = useLanguage()
  const { purpose, last } = state
  const granted = !last?.granted
  return (
    <ConfirmDialog
      open
      title={`${granted ? words.grant : words.withdraw}：${purposeName(language, purpose)}`}
      confirmLabel={granted ? words.grant : words.withdraw}
      danger={!granted}
      busy={saying.busy}
      onConfirm={() => saying.run({ purpose, granted, textVersion: TEXT_VERSION })}
      onClose={onClose}
    >
      <p>{granted ? words.grantText : words.withdrawText}</p>
      <blockquote className="member-consents-text">
        {CONSENT_TEXTS[purpose][language]}（{t.version(TEXT_VERSION)}）
      </blockquote>
      <UserErrors errors={saying.errors} />
      {saying.fault ? <FaultNotice error={saying.fault} /> : null}
    </ConfirmDialog>
  )
}
