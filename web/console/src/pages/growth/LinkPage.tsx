import { execute } from '@shared/api'
import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { channelName, referralStateName } from '@shared/i18n/growthNames'
import { Button, KeyValue, Page, Pager, QueryView, Section, Time } from '@shared/ui'
import { QrCode } from '@shared/ui/QrCode'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import {
  EndLinkDocument,
  type LinkFactsFragment,
  LinkPageDocument,
  LinkReferralsDocument,
} from '../../gql/graphql'
import { usePaging } from '../chapters/chapter/paging'
import { present } from '../money/queries'
import { SureDialog } from '../money/SureDialog'
import { ReferralTable } from './ReferralTable'
import './growth.css'

const PAGE = 30

const messages = defineMessages({
  zh: {
    title: '推广链接',
    of: (code: string) => `推广码 ${code}`,
    back: '推广链接',
    about: '链接',
    address: '网址',
    qr: (url: string) => `二维码：${url}`,
    chapter: '分舵',
    inviter: '推荐人',
    campaign: '活动',
    channel: '渠道',
    created: '生成',
    ended: '停用',
    counts: '带来的人',
    nobody: '还没有人打开',
    referrals: '推荐明细',
    end: '停用链接',
    endText: '停用后，扫码和打开都不再有效；已绑定的人不受影响。',
    done: '推广链接已停用',
  },
  en: {
    title: 'Referral link',
    of: (code: string) => `Code ${code}`,
    back: 'Links',
    about: 'Link',
    address: 'Address',
    qr: (url: string) => `QR code: ${url}`,
    chapter: 'Chapter',
    inviter: 'Inviter',
    campaign: 'Campaign',
    channel: 'Channel',
    created: 'Made',
    ended: 'Ended',
    counts: 'Who it brought',
    nobody: 'Nobody has opened it yet',
    referrals: 'One by one',
    end: 'End the link',
    endText: 'It opens nothing any more. Whom it has bound already stays bound.',
    done: 'The link has ended',
  },
})

/** One referral link: its code to scan, and whom it brought. */
export default function LinkPage() {
  const t = useMessages(messages)
  const { id = '' } = useParams()
  const link = useQuery({
    queryKey: ['link', id, 'facts'],
    queryFn: async ({ signal }) =>
      present((await execute(LinkPageDocument, { id }, { signal })).referralLink),
  })
  const [ending, setEnding] = useState(false)
  const facts = link.data
  return (
    <Page
      title={facts ? t.of(facts.code) : t.title}
      eyebrow={facts ? t.title : undefined}
      back={{ to: facts?.chapter ? `/chapters/${facts.chapter.id}?tab=links` : '/members', label: t.back }}
      actions={
        facts?.viewerCanEnd ? (
          <Button icon="close" onClick={() => setEnding(true)}>
            {t.end}
          </Button>
        ) : null
      }
    >
      <QueryView query={link} rows={8}>
        {facts => (
          <>
            <Shown link={facts} />
            {ending ? <EndDialog id={facts.id} onClose={() => setEnding(false)} /> : null}
          </>
        )}
      </QueryView>
    </Page>
  )
}

function Shown({ link }: { link: LinkFactsFragment }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { chapter, counts } = link
  return (
    <>
      <div className="columns">
        <Section title={t.about}>
          <KeyValue
            items={[
              { label: t.address, value: <span className="growth-url">{link.url}</span> },
              {
                label: t.chapter,
                value: chapter ? <Link to={`/chapters/${chapter.id}`}>{chapter.name}</Link> : '—',
              },
              { label: t.inviter, value: link.inviterName },
              { label: t.campaign, value: link.campaign },
              { label: t.channel, value: channelName(language, link.channel) },
              { label: t.created, value: <Time at={link.createdAt} /> },
              ...(link.endedAt ? [{ label: t.ended, value: <Time at={link.endedAt} /> }] : []),
            ]}
          />
        </Section>
        <Section title={t.counts}>
          {counts.length === 0 ? (
            <p>{t.nobody}</p>
          ) : (
            <KeyValue
              items={counts.map(({ state, count }) => ({
                label: referralStateName(language, state),
                value: numberText(count, language),
              }))}
            />
          )}
          {link.endedAt ? null : <QrCode text={link.url} label={t.qr(link.url)} />}
        </Section>
      </div>
      <Section title={t.referrals}>
        <Referrals id={link.id} />
      </Section>
    </>
  )
}

function Referrals({ id }: { id: string }) {
  const t = useMessages(messages)
  const { page, pager } = usePaging(PAGE)
  const referrals = useQuery({
    queryKey: ['link', id, 'referrals', page],
    queryFn: async ({ signal }) =>
      present((await execute(LinkReferralsDocument, { id, ...page }, { signal })).referralLink).referrals,
    placeholderData: keepPreviousData,
  })
  return (
    <QueryView query={referrals} rows={4}>
      {({ nodes, pageInfo }) => (
        <>
          <ReferralTable caption={t.referrals} referrals={nodes} />
          <Pager {...pager(pageInfo)} />
        </>
      )}
    </QueryView>
  )
}

function EndDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useMessages(messages)
  return (
    <SureDialog
      danger
      title={t.end}
      done={t.done}
      perform={async requestKey =>
        (await execute(EndLinkDocument, { input: { id, requestKey } })).referralLinkEnd
      }
      onClose={onClose}
    >
      <p>{t.endText}</p>
    </SureDialog>
  )
}
