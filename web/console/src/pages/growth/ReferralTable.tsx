import { execute } from '@shared/api'
import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { referralFlagName, referralStateName } from '@shared/i18n/growthNames'
import { Badge, Button, DataTable, Empty, Time } from '@shared/ui'
import { useState } from 'react'
import { Link } from 'react-router'
import { DecideReferralDocument, type ReferralFactsFragment } from '../../gql/graphql'
import { TextDialog } from '../money/TextDialog'
import './growth.css'

const messages = defineMessages({
  zh: {
    none: '没有推荐',
    invitee: '受邀人',
    notYet: '尚未注册',
    link: '推广码',
    inviter: '推荐人',
    state: '状态',
    held: '待审',
    flags: '疑点',
    bound: '绑定',
    registered: '注册',
    paid: '付费',
    points: '积分（推荐人 / 受邀人）',
    said: '理由与申诉',
    appeal: (text: string) => `申诉：${text}`,
    order: '订单',
    action: '操作',
    accept: '认可',
    acceptText: '排除疑点，推荐继续；已被驳回的恢复。',
    reject: '驳回',
    rejectText: '推荐不作数；已发的奖励会收回。推荐人可在 15 天内申诉。',
    reason: '理由',
    reasonHint: '推荐人会看到',
    done: '推荐已裁定',
  },
  en: {
    none: 'No referral',
    invitee: 'Invited',
    notYet: 'Not yet',
    link: 'Code',
    inviter: 'Inviter',
    state: 'State',
    held: 'Held',
    flags: 'What looks wrong',
    bound: 'Bound',
    registered: 'Registered',
    paid: 'Paid',
    points: 'Points (inviter / invited)',
    said: 'Reason and appeal',
    appeal: (text: string) => `Appeal: ${text}`,
    order: 'Order',
    action: 'Action',
    accept: 'Accept',
    acceptText: 'It is cleared and goes on; what was rejected is reinstated.',
    reject: 'Reject',
    rejectText: 'It does not count; a reward is taken back. The inviter can appeal for 15 days.',
    reason: 'Reason',
    reasonHint: 'The inviter reads it',
    done: 'The referral is decided',
  },
})

/** Invited people, from the opened link to the reward, and what the reader may decide of them. */
export function ReferralTable({
  caption,
  referrals,
}: {
  caption: string
  referrals: readonly ReferralFactsFragment[]
}) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const number = (value: number) => numberText(value, language)
  return (
    <DataTable
      caption={caption}
      rows={referrals}
      rowKey={referral => referral.id}
      empty={<Empty title={t.none} />}
      columns={[
        {
          key: 'invitee',
          title: t.invitee,
          render: ({ invitee, inviteeName }) =>
            invitee ? (
              <Link to={`/members/${invitee.id}`}>{inviteeName ?? '—'}</Link>
            ) : (
              (inviteeName ?? t.notYet)
            ),
        },
        {
          key: 'link',
          title: t.link,
          render: ({ link }) => (
            <Link to={`/members/links/${link.id}`}>
              <code>{link.code}</code>
            </Link>
          ),
        },
        {
          key: 'inviter',
          title: t.inviter,
          render: ({ link }) => link.inviterName ?? link.chapter?.name ?? '—',
        },
        {
          key: 'state',
          title: t.state,
          render: referral => (
            <>
              {referralStateName(language, referral.state)}{' '}
              {referral.isHeld ? <Badge tone="warn">{t.held}</Badge> : null}
            </>
          ),
        },
        {
          key: 'flags',
          title: t.flags,
          render: ({ flags }) =>
            flags.length === 0 ? (
              '—'
            ) : (
              <span className="growth-flags">
                {flags.map(flag => (
                  <Badge key={flag} tone="warn">
                    {referralFlagName(language, flag)}
                  </Badge>
                ))}
              </span>
            ),
        },
        { key: 'bound', title: t.bound, render: referral => <Time at={referral.boundAt} style="date" /> },
        {
          key: 'registered',
          title: t.registered,
          render: ({ registeredAt }) => (registeredAt ? <Time at={registeredAt} style="date" /> : '—'),
        },
        {
          key: 'paid',
          title: t.paid,
          render: ({ convertedAt, orderId }) =>
            convertedAt ? (
              <>
                <Time at={convertedAt} style="date" />{' '}
                {orderId ? <Link to={`/money/orders/${orderId}`}>{t.order}</Link> : null}
              </>
            ) : (
              '—'
            ),
        },
        {
          key: 'points',
          title: t.points,
          align: 'end',
          render: referral => `${number(referral.inviterPoints)} / ${number(referral.inviteePoints)}`,
        },
        {
          key: 'said',
          title: t.said,
          render: ({ reason, appeal }) =>
            [reason, appeal && t.appeal(appeal)].filter(Boolean).join(' ') || '—',
        },
        { key: 'action', title: t.action, render: referral => <Decide referral={referral} /> },
      ]}
    />
  )
}

function Decide({ referral }: { referral: ReferralFactsFragment }) {
  const t = useMessages(messages)
  const [open, setOpen] = useState<'ACCEPT' | 'REJECT' | null>(null)
  if (!referral.viewerCanDecide) return '—'
  return (
    <div className="growth-actions">
      <Button size="s" onClick={() => setOpen('ACCEPT')}>
        {t.accept}
      </Button>
      <Button size="s" onClick={() => setOpen('REJECT')}>
        {t.reject}
      </Button>
      {open ? (
        <TextDialog
          title={open === 'ACCEPT' ? t.accept : t.reject}
          label={t.reason}
          hint={t.reasonHint}
          field="reason"
          confirm={open === 'ACCEPT' ? t.accept : t.reject}
          danger={open === 'REJECT'}
          done={t.done}
          perform={async ({ text, requestKey }) => {
            const input = { id: referral.id, decision: open, reason: text, requestKey }
            return (await execute(DecideReferralDocument, { input })).referralDecide
          }}
          onClose={() => setOpen(null)}
        >
          <p>{open === 'ACCEPT' ? t.acceptText : t.rejectText}</p>
        </TextDialog>
      ) : null}
    </div>
  )
}
