import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button } from '@shared/ui'
import { useState } from 'react'
import { FreezeMembershipDocument, StartTrialDocument, UnfreezeMembershipDocument } from '../../gql/graphql'
import { SureDialog } from '../money/SureDialog'
import { GrantDialog } from './GrantDialog'
import type { MemberFacts } from './queries'
import { RedeemDialog } from './RedeemDialog'

const messages = defineMessages({
  zh: {
    grant: '赠予会籍',
    redeem: '兑换卡',
    freeze: {
      name: '冻结会籍',
      text: '从今天起天数不再消耗，每个会期最多冻结 90 天。',
      done: '会籍已冻结',
    },
    unfreeze: { name: '解冻会籍', text: '从今天起恢复计算，会期按冻结的天数顺延。', done: '会籍已解冻' },
    trial: { name: '开始体验', text: '免费体验 7 天，每个手机号只有一次。', done: '体验已开始' },
  },
  en: {
    grant: 'Grant a membership',
    redeem: 'Redeem a card',
    freeze: {
      name: 'Freeze',
      text: 'From today on the days stand still, for 90 days of a term at most.',
      done: 'The membership rests',
    },
    unfreeze: {
      name: 'Unfreeze',
      text: 'Today counts again; everything ends later by the days that did not.',
      done: 'The membership goes on',
    },
    trial: {
      name: 'Start the trial',
      text: 'Seven days for nothing; every phone has them once.',
      done: 'The trial has begun',
    },
  },
})

/** What is done at once, with the document that does it. */
const DONE = {
  freeze: async (input: { member: string; requestKey?: string }) =>
    (await execute(FreezeMembershipDocument, { input })).membershipFreeze,
  unfreeze: async (input: { member: string; requestKey?: string }) =>
    (await execute(UnfreezeMembershipDocument, { input })).membershipUnfreeze,
  trial: async (input: { member: string; requestKey?: string }) =>
    (await execute(StartTrialDocument, { input })).trialStart,
}

/** What the reader may do about a member's terms now. */
export function TermActions({ member }: { member: MemberFacts }) {
  const t = useMessages(messages)
  const [open, setOpen] = useState<keyof typeof DONE | 'grant' | 'redeem' | null>(null)
  const close = () => setOpen(null)
  const at = (name: keyof typeof DONE) => (
    <Button size="s" onClick={() => setOpen(name)}>
      {t[name].name}
    </Button>
  )
  return (
    <>
      {member.viewerCanStartTrial ? at('trial') : null}
      {member.viewerCanFreeze ? at('freeze') : null}
      {member.viewerCanUnfreeze ? at('unfreeze') : null}
      {member.viewerCanRedeem ? (
        <Button size="s" onClick={() => setOpen('redeem')}>
          {t.redeem}
        </Button>
      ) : null}
      {member.viewerCanGrant ? (
        <Button size="s" onClick={() => setOpen('grant')}>
          {t.grant}
        </Button>
      ) : null}
      {open === 'grant' ? <GrantDialog id={member.id} onClose={close} /> : null}
      {open === 'redeem' ? <RedeemDialog id={member.id} onClose={close} /> : null}
      {open !== null && open !== 'grant' && open !== 'redeem' ? (
        <AtOnce key={open} what={open} id={member.id} onClose={close} />
      ) : null}
    </>
  )
}

function AtOnce({ what, id, onClose }: { what: keyof typeof DONE; id: string; onClose: () => void }) {
  const t = useMessages(messages)[what]
  return (
    <SureDialog
      title={t.name}
      done={t.done}
      perform={requestKey => DONE[what]({ member: id, requestKey })}
      onClose={onClose}
    >
      <p>{t.text}</p>
    </SureDialog>
  )
}
