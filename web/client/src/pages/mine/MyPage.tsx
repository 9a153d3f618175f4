import { defineMessages, useMessages } from '@shared/i18n'
import { ButtonLink, Empty, Page, QueryView } from '@shared/ui'
import type { ReactNode } from 'react'
import { useHelmsman } from '../../shell/useHelmsman'
import { type Me, useMe } from './queries'

const messages = defineMessages({
  zh: {
    none: '您还不是会员',
    noneText: '请打开分舵的推广链接，或扫描分舵的二维码加入。',
    office: '回到舵手页面',
    back: '会籍',
  },
  en: {
    none: 'You are no member yet',
    noneText: 'Open a chapter’s link, or scan its code, to join.',
    office: 'Back to the helmsman’s pages',
    back: 'Membership',
  },
})

interface MyPageProps {
  title: string
  eyebrow?: string
  /** Whether it lies below the first page. */
  below?: boolean
  children: (me: Me) => ReactNode
}

/** A page about oneself as a member; it says so to who is none. */
export function MyPage({ title, eyebrow, below = false, children }: MyPageProps) {
  const t = useMessages(messages)
  const { chapter } = useHelmsman()
  const me = useMe()
  return (
    <Page title={title} eyebrow={eyebrow} back={below ? { to: '/mine', label: t.back } : undefined}>
      <QueryView query={me} rows={6}>
        {me =>
          me ? (
            children(me)
          ) : (
            <Empty icon="person" title={t.none}>
              {t.noneText}
            </Empty>
          )
        }
      </QueryView>
      {chapter && !below ? (
        <ButtonLink to="/me" variant="quiet" icon="helm">
          {t.office}
        </ButtonLink>
      ) : null}
    </Page>
  )
}
