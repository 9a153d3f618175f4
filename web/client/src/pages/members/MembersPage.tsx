import {
  defineMessages,
  numberText,
  permissionName,
  STANDING_KEYS,
  standingName,
  useLanguage,
  useMessages,
} from '@shared/i18n'
import { type Choice, DUE_DAYS, soughtBy } from '@shared/members'
import { Button, ButtonLink, Empty, NoRight, Page, QueryView, SearchBox, Select } from '@shared/ui'
import { useState } from 'react'
import { useContact } from '../../offline'
import { More } from '../../shell/More'
import { NeedsNetwork } from '../../shell/NeedsNetwork'
import { useHelmsman } from '../../shell/useHelmsman'
import { MemberCounts } from './MemberCounts'
import { MemberList } from './MemberList'
import { useMemberRights, useMyMemberSearch, useMyMembers } from './queries'
import './MembersPage.css'

const messages = defineMessages({
  zh: {
    title: '会员',
    add: '登记会员',
    renewals: '续费提醒',
    search: '查找会员',
    searchHint: '完整手机号、后四位、完整姓名或姓氏（一个字）',
    searchWrong: '手机号须输入完整 11 位或后四位。',
    find: '查找',
    back: '返回名单',
    filter: '显示',
    all: '全部会员',
    due: `即将到期（${DUE_DAYS} 天内）`,
    none: '没有符合条件的会员',
    notFound: '没有找到这样的会员',
    total: (count: string) => `共 ${count} 位，姓名和手机号已脱敏`,
  },
  en: {
    title: 'Members',
    add: 'Register a member',
    renewals: 'Renewals',
    search: 'Find members',
    searchHint: 'A whole phone number, its last four digits, a whole name, or a surname (one character)',
    searchWrong: 'Of a phone number, all 11 digits or the last four are needed.',
    find: 'Find',
    back: 'Back to the list',
    filter: 'Show',
    all: 'All members',
    due: `Due within ${DUE_DAYS} days`,
    none: 'No member fits',
    notFound: 'There is no such member',
    total: (count: string) => `${count} in all; names and phones are masked`,
  },
})

/** The members of the chapter: how many, who is due soon, and the way to register one. */
export function MembersPage() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { chapter } = useHelmsman()
  const id = chapter?.id ?? ''
  const { online } = useContact()
  const may = useMemberRights(id)
  const [sought, setSought] = useState<string | null>(null)
  return (
    <Page
      title={t.title}
      actions={
        may?.('MEMBER_REGISTER') ? (
          <ButtonLink to="/members/new" variant="primary" icon="plus">
            {t.add}
          </ButtonLink>
        ) : null
      }
    >
      {may?.('MEMBER_COUNT') ? <MemberCounts chapter={id} /> : null}
      {may && !may('MEMBER_READ') ? (
        <NoRight what={permissionName(language, 'MEMBER_READ')} />
      ) : online ? (
        <>
          <ButtonLink to="/renewals" icon="clock">
            {t.renewals}
          </ButtonLink>
          <Search onSearch={setSought} isSearching={sought !== null} />
          {sought === null ? <All chapter={id} /> : <Found chapter={id} text={sought} />}
        </>
      ) : (
        <NeedsNetwork />
      )}
    </Page>
  )
}

/** The box to search in. What is searched for is personal, so it never stands in the address. */
function Search({
  onSearch,
  isSearching,
}: {
  onSearch: (text: string | null) => void
  isSearching: boolean
}) {
  const t = useMessages(messages)
  const [text, setText] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const search = (text: string) => {
    const trimmed = text.trim()
    const isGood = soughtBy(trimmed) !== null
    setIsWrong(trimmed !== '' && !isGood)
    if (trimmed === '') onSearch(null)
    else if (isGood) onSearch(trimmed)
  }
  return (
    <div className="members-search">
      <div className="members-search-line">
        <SearchBox label={t.search} value={text} onChange={setText} onSubmit={() => search(text)} />
        <Button onClick={() => search(text)}>{t.find}</Button>
      </div>
      <p className="soft">{t.searchHint}</p>
      <div aria-live="polite">{isWrong ? <p className="members-wrong">{t.searchWrong}</p> : null}</div>
      {isSearching ? (
        <Button
          variant="quiet"
          icon="chevron-left"
          onClick={() => {
            setText('')
            search('')
          }}
        >
          {t.back}
        </Button>
      ) : null}
    </div>
  )
}

function Found({ chapter, text }: { chapter: string; text: string }) {
  const t = useMessages(messages)
  const found = useMyMemberSearch(chapter, text)
  return (
    <QueryView query={found} rows={3}>
      {members =>
        members.length === 0 ? <Empty icon="search" title={t.notFound} /> : <MemberList members={members} />
      }
    </QueryView>
  )
}

function All({ chapter }: { chapter: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [choice, setChoice] = useState<Choice>('ALL')
  const members = useMyMembers(chapter, choice, chapter !== '')
  return (
    <>
      <Select<Choice>
        label={t.filter}
        value={choice}
        onChange={setChoice}
        options={[
          { value: 'ALL', label: t.all },
          { value: 'DUE', label: t.due },
          ...STANDING_KEYS.map(value => ({ value, label: standingName(language, value) })),
        ]}
      />
      <QueryView query={members} rows={6}>
        {({ pages }) => {
          const shown = pages.flatMap(page => page.chapter?.members.nodes ?? [])
          if (shown.length === 0) return <Empty title={t.none} />
          return (
            <>
              <p className="soft">
                {t.total(numberText(pages[0]?.chapter?.members.totalCount ?? 0, language))}
              </p>
              <MemberList members={shown} />
              <More of={members} />
            </>
          )
        }}
      </QueryView>
    </>
  )
}
