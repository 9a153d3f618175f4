import { execute } from '@shared/api'
import {
  defineMessages,
  numberText,
  purposeName,
  standingName,
  termSourceName,
  tierName,
  useLanguage,
  useMessages,
  userErrorText,
} from '@shared/i18n'
import { Day, lastDay } from '@shared/members'
import { Button, KeyValue, Notice, QueryView, TextArea, Time, useToast } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import {
  type MemberMergeInput,
  MergeMembersDocument,
  MergePreviewDocument,
  type MergePreviewQuery,
} from '../../../gql/graphql'
import { fieldError, useIntent } from '../../chapters/changes/useIntent'
import { FormDialog } from '../../money/FormDialog'
import { present } from '../../money/queries'

const messages = defineMessages({
  zh: {
    title: '合并会员',
    kept: '保留',
    gone: '并入后停用',
    swap: '对调',
    refused: '现在不能合并',
    after: '合并后',
    standing: '状态',
    tier: '等级',
    until: '会籍至',
    points: '积分',
    pointsText: (after: string, moved: string) => `${after}（转入 ${moved}）`,
    moves: '转入',
    terms: '会期',
    none: '没有',
    orders: '订单',
    cards: '已兑换的卡',
    referrals: '推荐',
    follows: '关注的分舵',
    consents: '同意（从严）',
    granted: '同意',
    withdrawn: '撤回',
    closes: '被并入会员的登录会被停用，手机号不能再登录。',
    undo: '可撤回至',
    reason: '为什么是同一个人',
    reasonHint: '会写入审计日志，会员本人也能看到',
    confirm: '合并',
    done: '会员已合并',
  },
  en: {
    title: 'Merge members',
    kept: 'Stays',
    gone: 'Goes',
    swap: 'The other way round',
    refused: 'They cannot be merged now',
    after: 'Afterwards',
    standing: 'Standing',
    tier: 'Tier',
    until: 'Until',
    points: 'Points',
    pointsText: (after: string, moved: string) => `${after} (${moved} come along)`,
    moves: 'What comes along',
    terms: 'Terms',
    none: 'None',
    orders: 'Orders',
    cards: 'Redeemed cards',
    referrals: 'Referrals',
    follows: 'Followed chapters',
    consents: 'Consents (the stricter stands)',
    granted: 'granted',
    withdrawn: 'withdrawn',
    closes: 'The account of the one who goes is closed: that phone signs nobody in any more.',
    undo: 'Can be undone until',
    reason: 'Why they are one person',
    reasonHint: 'It is logged, and the member can read it',
    confirm: 'Merge',
    done: 'The members are one',
  },
})

type Preview = NonNullable<MergePreviewQuery['memberMergePreview']>

interface MergeDialogProps {
  one: string
  other: string
  onClose: () => void
}

/** Shows what merging two members would do, which way round one likes, and does it for a reason. */
export function MergeDialog({ one, other, onClose }: MergeDialogProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const navigate = useNavigate()
  const [swapped, setSwapped] = useState(false)
  const [reason, setReason] = useState('')
  const [kept, gone] = swapped ? [other, one] : [one, other]
  const preview = useQuery({
    queryKey: ['merge-preview', kept, gone],
    queryFn: async ({ signal }) =>
      present((await execute(MergePreviewDocument, { kept, gone }, { signal })).memberMergePreview),
    // What is confirmed is what was seen: it is not read again behind anybody's back.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const said = reason.trim()
  const intent = useIntent({
    perform: async (input: MemberMergeInput) => (await execute(MergeMembersDocument, { input })).memberMerge,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
      void navigate(`/members/${kept}`)
    },
  })
  const seen = preview.data
  const submit = () => {
    if (!seen) return
    const { keptVersion, goneVersion } = seen
    intent.run({ kept, gone, keptVersion, goneVersion, reason: said })
  }
  return (
    <FormDialog
      title={t.title}
      size="l"
      confirm={t.confirm}
      danger
      ready={Boolean(seen?.allowed) && said !== ''}
      intent={intent}
      fields={['reason']}
      onSubmit={submit}
      onClose={onClose}
    >
      <QueryView query={preview} rows={6}>
        {seen => <Seen preview={seen} />}
      </QueryView>
      <p>
        <Button size="s" icon="sync" onClick={() => setSwapped(!swapped)}>
          {t.swap}
        </Button>
      </p>
      <TextArea
        label={t.reason}
        hint={t.reasonHint}
        required
        rows={2}
        maxLength={200}
        value={reason}
        onChange={setReason}
        error={fieldError(intent.errors, 'reason', language)}
      />
    </FormDialog>
  )
}

function Seen({ preview }: { preview: Preview }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const number = (value: number) => numberText(value, language)
  const who = ({ name, phone, home }: Preview['kept']) =>
    [name, phone, home?.name].filter(Boolean).join(' · ')
  const comma = language === 'zh' ? '、' : ', '
  return (
    <>
      <KeyValue
        items={[
          { label: t.kept, value: who(preview.kept) },
          { label: t.gone, value: who(preview.gone) },
        ]}
      />
      {preview.allowed ? null : (
        <Notice tone="bad" title={t.refused}>
          <ul>
            {preview.refusals.map(({ code, message }) => (
              <li key={message}>
                {userErrorText(code, language)} {/* The server's words name what it is. */}
                <span lang="en">{message}</span>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <KeyValue
        items={[
          {
            label: t.after,
            value: `${standingName(language, preview.standing)} · ${tierName(language, preview.tierCode)}`,
          },
          { label: t.until, value: <Day on={preview.untilOn && lastDay(preview.untilOn)} /> },
          { label: t.points, value: t.pointsText(number(preview.pointsAfter), number(preview.points)) },
          {
            label: t.terms,
            value:
              preview.terms.length === 0 ? (
                t.none
              ) : (
                <ul>
                  {preview.terms.map(term => (
                    <li key={term.startsOn}>
                      {tierName(language, term.tierCode)} ({termSourceName(language, term.source)}){' '}
                      <Day on={term.startsOn} /> – <Day on={lastDay(term.endsOn)} />
                    </li>
                  ))}
                </ul>
              ),
          },
          { label: t.orders, value: number(preview.orders) },
          { label: t.cards, value: number(preview.cards) },
          { label: t.referrals, value: number(preview.referrals) },
          {
            label: t.follows,
            value: preview.follows.map(({ name }) => name).join(comma) || t.none,
          },
          {
            label: t.consents,
            value:
              preview.consents
                .map(
                  ({ purpose, granted }) =>
                    `${purposeName(language, purpose)}: ${granted ? t.granted : t.withdrawn}`,
                )
                .join(comma) || t.none,
          },
          { label: t.undo, value: <Time at={preview.undoUntil} /> },
        ]}
      />
      {preview.closesAccount ? <p>{t.closes}</p> : null}
    </>
  )
}
