import { execute } from '@shared/api'
import { defineMessages, permissionName, useLanguage, useMessages } from '@shared/i18n'
import { channelName } from '@shared/i18n/growthNames'
import { Badge, Button, Card, Checkbox, Empty, NoRight, Page, QueryView, Section, Time } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { EndLinkDocument } from '../../gql/links/graphql'
import { useContact } from '../../offline'
import { ConfirmOnce } from '../../shell/ConfirmOnce'
import { More } from '../../shell/More'
import { useHelmsman } from '../../shell/useHelmsman'
import { useMemberRights } from '../members/queries'
import { Counts } from './Counts'
import { NewLink } from './NewLink'
import { Poster } from './Poster'
import { type LinkCard, useChapterLinks } from './queries'
import '../members/errors'
import './Links.css'

const messages = defineMessages({
  zh: {
    title: '我的推广码',
    back: '分舵',
    text: '会员通过分舵的链接或二维码加入，归属和推荐都记在本分舵。海报在手机上生成，没有网络也能展示。',
    add: '新建链接',
    ended: '包括已停用的',
    none: '还没有推广链接',
    noneText: '新建一个，即可得到二维码海报。',
    isEnded: '已停用',
    show: '海报',
    hide: '收起',
    end: '停用',
    endText: '停用后，通过这个链接不能再加入；已加入的会员不受影响。印出去的海报将失效，且不能恢复。',
    endDone: '链接已停用',
    made: '创建于',
    offline: '新建和停用链接须联网进行。',
  },
  en: {
    title: 'My links',
    back: 'Chapter',
    text: 'Who joins through a link or code of the chapter is credited to it. Posters are drawn on the phone, and can be shown without a network.',
    add: 'New link',
    ended: 'With those that have ended',
    none: 'There is no link yet',
    noneText: 'Make one, and you have a poster with its code.',
    isEnded: 'Ended',
    show: 'Poster',
    hide: 'Fold up',
    end: 'End it',
    endText:
      'Nobody joins through it any more; who has joined stays. Posters that were printed are void, and it cannot be taken back.',
    endDone: 'The link has ended',
    made: 'Made',
    offline: 'To make and to end a link needs a network.',
  },
})

/** The chapter's links: their posters, and what they have brought. */
export function LinksPage() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { chapter } = useHelmsman()
  const { online } = useContact()
  const may = useMemberRights(chapter?.id ?? '')
  const [making, setMaking] = useState(false)
  if (may && !may('REFERRAL_READ'))
    return (
      <Page title={t.title} eyebrow={chapter?.name} back={{ to: '/chapter', label: t.back }}>
        <NoRight what={permissionName(language, 'REFERRAL_READ')} />
      </Page>
    )
  const mayManage = may?.('REFERRAL_MANAGE') ?? false
  return (
    <Page
      title={t.title}
      eyebrow={chapter?.name}
      back={{ to: '/chapter', label: t.back }}
      actions={
        mayManage ? (
          <Button variant="primary" icon="plus" disabled={!online} onClick={() => setMaking(true)}>
            {t.add}
          </Button>
        ) : null
      }
    >
      <p className="soft">{t.text}</p>
      {online ? null : <p className="soft">{t.offline}</p>}
      {chapter ? <Links chapter={chapter.id} online={online} /> : null}
      {making && chapter ? <NewLink chapter={chapter.id} onClose={() => setMaking(false)} /> : null}
    </Page>
  )
}

function Links({ chapter, online }: { chapter: string; online: boolean }) {
  const t = useMessages(messages)
  const [all, setAll] = useState(false)
  const links = useChapterLinks(chapter, !all)
  return (
    <>
      <Checkbox label={t.ended} checked={all} onChange={setAll} />
      <QueryView query={links} rows={5}>
        {({ pages }) => {
          const shown = pages.flatMap(page => page.referralLinks.nodes)
          const name = pages[0]?.name ?? ''
          if (shown.length === 0) return <Empty title={t.none}>{t.noneText}</Empty>
          return (
            <>
              <ul className="list">
                {shown.map((link, index) => (
                  <Card key={link.id} as="li">
                    <OneLink
                      link={link}
                      name={name}
                      chapter={chapter}
                      online={online}
                      // The newest is the one that is shown around.
                      startsOpen={index === 0 && link.endedAt === null}
                    />
                  </Card>
                ))}
              </ul>
              <More of={links} />
            </>
          )
        }}
      </QueryView>
    </>
  )
}

interface OneLinkProps {
  link: LinkCard
  name: string
  chapter: string
  online: boolean
  startsOpen: boolean
}

function OneLink({ link, name, chapter, online, startsOpen }: OneLinkProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [open, setOpen] = useState(startsOpen)
  const [ending, setEnding] = useState(false)
  const title = link.campaign ?? channelName(language, link.channel)
  return (
    <Section title={`${title} · ${link.code}`}>
      <p className="list-line soft">
        <span>
          {channelName(language, link.channel)} · {t.made} <Time at={link.createdAt} style="date" />
        </span>
        {link.endedAt ? <Badge tone="neutral">{t.isEnded}</Badge> : null}
      </p>
      <Counts counts={link.counts} />
      {link.endedAt ? null : (
        <p className="list-line">
          <Button size="s" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t.hide : t.show}
          </Button>
          {link.viewerCanEnd ? (
            <Button size="s" variant="quiet" disabled={!online} onClick={() => setEnding(true)}>
              {t.end}
            </Button>
          ) : null}
        </p>
      )}
      {open && !link.endedAt ? <Poster name={name} link={link} /> : null}
      {ending ? <End link={link.id} chapter={chapter} onClose={() => setEnding(false)} /> : null}
    </Section>
  )
}

function End({ link, chapter, onClose }: { link: string; chapter: string; onClose: () => void }) {
  const t = useMessages(messages)
  const queries = useQueryClient()
  return (
    <ConfirmOnce
      danger
      title={t.end}
      done={t.endDone}
      perform={async requestKey =>
        (await execute(EndLinkDocument, { input: { id: link, requestKey } })).referralLinkEnd
      }
      onDone={() => void queries.invalidateQueries({ queryKey: ['links', chapter] })}
      onClose={onClose}
    >
      <p>{t.endText}</p>
    </ConfirmOnce>
  )
}
