import { execute } from '@shared/api'
import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { channelName } from '@shared/i18n/growthNames'
import { Badge, Button, Checkbox, DataTable, Empty, Pager, QueryView, Section, Time } from '@shared/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { ChapterLinksDocument, type LinkFactsFragment } from '../../gql/graphql'
import { usePaging } from '../chapters/chapter/paging'
import { present } from '../money/queries'
import { brought } from './counts'
import { NewLinkDialog } from './NewLinkDialog'
import { PosterDialog } from './PosterDialog'

const PAGE = 20

const messages = defineMessages({
  zh: {
    title: '推广链接',
    hint: '扫码或打开链接的人注册后归属本分舵。',
    create: '生成链接',
    open: '只看启用中的',
    none: '还没有推广链接',
    code: '推广码',
    campaign: '活动',
    channel: '渠道',
    of: '属于',
    chapter: '本分舵',
    opened: '打开',
    registered: '注册',
    paid: '付费',
    state: '状态',
    active: '启用',
    ended: '已停用',
    created: '生成',
    poster: '二维码',
    action: '操作',
  },
  en: {
    title: 'Referral links',
    hint: 'Who scans or opens one and joins is at home here.',
    create: 'Make a link',
    open: 'Only those in use',
    none: 'No link yet',
    code: 'Code',
    campaign: 'Campaign',
    channel: 'Channel',
    of: 'Whose',
    chapter: 'The chapter’s',
    opened: 'Opened',
    registered: 'Registered',
    paid: 'Paid',
    state: 'State',
    active: 'In use',
    ended: 'Ended',
    created: 'Made',
    poster: 'QR code',
    action: 'Action',
  },
})

interface ChapterLinksProps {
  chapter: { id: string; name: string; status: string; viewerCan: readonly string[] }
}

/** The links that credit a chapter, and what they brought. */
export function ChapterLinks({ chapter }: ChapterLinksProps) {
  const t = useMessages(messages)
  const { page, toStart, pager } = usePaging(PAGE)
  const [openOnly, setOpenOnly] = useState(false)
  const [creating, setCreating] = useState(false)
  const links = useQuery({
    queryKey: ['chapter', chapter.id, 'links', openOnly, page],
    queryFn: async ({ signal }) => {
      const variables = { id: chapter.id, open: openOnly ? true : null, ...page }
      return present((await execute(ChapterLinksDocument, variables, { signal })).chapter).referralLinks
    },
    placeholderData: keepPreviousData,
  })
  const mayCreate = chapter.status === 'OPEN' && chapter.viewerCan.includes('REFERRAL_MANAGE')
  return (
    <Section
      title={t.title}
      actions={
        mayCreate ? (
          <Button size="s" icon="plus" onClick={() => setCreating(true)}>
            {t.create}
          </Button>
        ) : null
      }
    >
      <p className="soft">{t.hint}</p>
      <Checkbox
        label={t.open}
        checked={openOnly}
        onChange={only => {
          setOpenOnly(only)
          toStart()
        }}
      />
      <QueryView query={links} rows={4}>
        {({ nodes, pageInfo }) => (
          <>
            <LinkTable links={nodes} />
            <Pager {...pager(pageInfo)} />
          </>
        )}
      </QueryView>
      {creating ? <NewLinkDialog chapter={chapter} onClose={() => setCreating(false)} /> : null}
    </Section>
  )
}

function LinkTable({ links }: { links: readonly LinkFactsFragment[] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [poster, setPoster] = useState<LinkFactsFragment | null>(null)
  const number = (value: number) => numberText(value, language)
  return (
    <>
      <DataTable
        caption={t.title}
        rows={links}
        rowKey={link => link.id}
        empty={<Empty title={t.none} />}
        columns={[
          {
            key: 'code',
            title: t.code,
            render: link => (
              <Link to={`/members/links/${link.id}`}>
                <code>{link.code}</code>
              </Link>
            ),
          },
          { key: 'campaign', title: t.campaign, render: link => link.campaign ?? '—' },
          { key: 'channel', title: t.channel, render: link => channelName(language, link.channel) },
          { key: 'of', title: t.of, render: link => link.inviterName ?? t.chapter },
          {
            key: 'opened',
            title: t.opened,
            align: 'end',
            render: ({ counts }) => number(brought(counts).opened),
          },
          {
            key: 'registered',
            title: t.registered,
            align: 'end',
            render: ({ counts }) => number(brought(counts).registered),
          },
          { key: 'paid', title: t.paid, align: 'end', render: ({ counts }) => number(brought(counts).paid) },
          {
            key: 'state',
            title: t.state,
            render: link =>
              link.endedAt ? <Badge tone="neutral">{t.ended}</Badge> : <Badge tone="good">{t.active}</Badge>,
          },
          {
            key: 'created',
            title: t.created,
            render: link => (
              <>
                <Time at={link.createdAt} style="date" /> {link.createdBy?.name}
              </>
            ),
          },
          {
            key: 'action',
            title: t.action,
            render: link =>
              link.endedAt ? (
                '—'
              ) : (
                <Button size="s" aria-label={`${t.poster} ${link.code}`} onClick={() => setPoster(link)}>
                  {t.poster}
                </Button>
              ),
          },
        ]}
      />
      {poster ? <PosterDialog link={poster} onClose={() => setPoster(null)} /> : null}
    </>
  )
}
