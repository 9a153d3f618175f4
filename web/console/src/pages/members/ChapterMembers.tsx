import {
  defineMessages,
  numberText,
  STANDING_KEYS,
  standingName,
  tierName,
  useLanguage,
  useMessages,
} from '@shared/i18n'
import { DUE_DAYS, soughtBy, standingOf, tiersOf } from '@shared/members'
import { Button, ButtonLink, Checkbox, Empty, Pager, QueryView, SearchBox, Section, Select } from '@shared/ui'
import { useState } from 'react'
import { usePaging } from '../chapters/chapter/paging'
import { useAddressParam } from '../chapters/useAddressParam'
import { CountsView } from './CountsView'
import { MemberTable } from './MemberTable'
import { NewMemberDialog } from './NewMemberDialog'
import { useMemberCounts, useMemberSearch, useMembers } from './queries'
import './members.css'

const PAGE = 50

/** What a select holds where nothing is chosen. */
const ANY = 'ANY'

const messages = defineMessages({
  zh: {
    counts: '会员人数',
    list: '会员名单',
    listHint: '归属本分舵的会员，姓名和手机号已脱敏',
    add: '登记会员',
    import: '从文件导入',
    search: '查找会员',
    searchHint: '可输入完整手机号、手机号后四位、完整姓名或姓氏（一个字），按回车查找。',
    searchWrong: '手机号须输入完整 11 位或后四位。',
    find: '查找',
    clear: '返回名单',
    found: (count: string) => `找到 ${count} 位`,
    notFound: '本分舵没有找到这样的会员',
    standing: '状态',
    tier: '等级',
    any: '全部',
    due: `${DUE_DAYS} 天内到期`,
    none: '没有符合条件的会员',
    total: (count: string) => `共 ${count} 位`,
  },
  en: {
    counts: 'How many members',
    list: 'Members',
    listHint: 'Members at home in this chapter; names and phones are masked',
    add: 'Register a member',
    import: 'Import from a file',
    search: 'Find members',
    searchHint:
      'A whole phone number, its last four digits, a whole name, or a surname (one character). Enter searches.',
    searchWrong: 'Of a phone number, all 11 digits or the last four are needed.',
    find: 'Find',
    clear: 'Back to the list',
    found: (count: string) => `${count} found`,
    notFound: 'The chapter has no such member',
    standing: 'Standing',
    tier: 'Tier',
    any: 'All',
    due: `Due within ${DUE_DAYS} days`,
    none: 'No member fits',
    total: (count: string) => `${count} in all`,
  },
})

interface ChapterMembersProps {
  chapter: {
    id: string
    name: string
    status: string
    viewerCan: readonly string[]
    counts: { children: number }
  }
}

/** The members of a chapter: how many there are, who they are, and the way to register one. */
export function ChapterMembers({ chapter }: ChapterMembersProps) {
  const t = useMessages(messages)
  const [adding, setAdding] = useState(false)
  const [sought, setSought] = useState<string | null>(null)
  const mayCount = chapter.viewerCan.includes('MEMBER_COUNT')
  const counts = useMemberCounts(chapter.id, mayCount)
  const mayAdd = chapter.status === 'OPEN' && chapter.viewerCan.includes('MEMBER_REGISTER')
  const mayImport = chapter.status === 'OPEN' && chapter.viewerCan.includes('MEMBER_IMPORT')
  return (
    <div className="chapter-page-stack">
      {mayCount ? (
        <Section title={t.counts}>
          <QueryView query={counts} rows={4}>
            {counts => <CountsView counts={counts} divided={chapter.counts.children > 0} />}
          </QueryView>
        </Section>
      ) : null}
      <Section
        title={t.list}
        actions={
          <>
            {mayImport ? (
              <ButtonLink size="s" icon="download" to={`/chapters/${chapter.id}/imports`}>
                {t.import}
              </ButtonLink>
            ) : null}
            {mayAdd ? (
              <Button size="s" icon="plus" onClick={() => setAdding(true)}>
                {t.add}
              </Button>
            ) : null}
          </>
        }
      >
        <Search onSearch={setSought} isSearching={sought !== null} />
        {sought === null ? (
          <List id={chapter.id} tiers={tiersOf(counts.data)} />
        ) : (
          <Found id={chapter.id} text={sought} />
        )}
      </Section>
      {adding ? <NewMemberDialog chapter={chapter} onClose={() => setAdding(false)} /> : null}
    </div>
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
  const search = () => {
    const trimmed = text.trim()
    setIsWrong(trimmed !== '' && soughtBy(trimmed) === null)
    if (trimmed === '') onSearch(null)
    else if (soughtBy(trimmed) !== null) onSearch(trimmed)
  }
  return (
    <div className="members-search">
      <div className="members-search-line">
        <SearchBox label={t.search} value={text} onChange={setText} onSubmit={search} />
        <Button icon="search" onClick={search}>
          {t.find}
        </Button>
        {isSearching ? (
          <Button
            variant="quiet"
            onClick={() => {
              setText('')
              setIsWrong(false)
              onSearch(null)
            }}
          >
            {t.clear}
          </Button>
        ) : null}
      </div>
      <p className="soft">{t.searchHint}</p>
      <div aria-live="polite">{isWrong ? <p className="members-wrong">{t.searchWrong}</p> : null}</div>
    </div>
  )
}

function Found({ id, text }: { id: string; text: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const found = useMemberSearch(id, text)
  return (
    <QueryView query={found} rows={3}>
      {members => (
        <>
          <MemberTable
            caption={t.list}
            members={members}
            empty={<Empty icon="search" title={t.notFound} />}
          />
          {members.length > 0 ? (
            <p className="soft" role="status">
              {t.found(numberText(members.length, language))}
            </p>
          ) : null}
        </>
      )}
    </QueryView>
  )
}

function List({ id, tiers }: { id: string; tiers: readonly string[] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [standingText, setStanding] = useAddressParam('standing')
  const [tier, setTier] = useAddressParam('tier')
  const [dueText, setDue] = useAddressParam('due')
  const { page, toStart, pager } = usePaging(PAGE)
  const filter = { standing: standingOf(standingText), tier, due: dueText !== null }
  const members = useMembers(id, filter, page)
  const change = (set: (value: string | null) => void) => (value: string) => {
    set(value === ANY ? null : value)
    toStart()
  }
  return (
    <>
      <div className="members-filters">
        <Select
          label={t.standing}
          value={filter.standing ?? ANY}
          onChange={change(setStanding)}
          options={[
            { value: ANY, label: t.any },
            ...STANDING_KEYS.map(value => ({ value: value as string, label: standingName(language, value) })),
          ]}
        />
        <Select
          label={t.tier}
          value={tier ?? ANY}
          onChange={change(setTier)}
          options={[
            { value: ANY, label: t.any },
            ...tiers.map(value => ({ value, label: tierName(language, value) })),
          ]}
        />
        <Checkbox
          label={t.due}
          checked={filter.due}
          onChange={isDue => {
            setDue(isDue ? String(DUE_DAYS) : null)
            toStart()
          }}
        />
      </div>
      <p className="soft">{t.listHint}</p>
      <QueryView query={members} rows={6}>
        {({ nodes, pageInfo, totalCount }) => (
          <>
            <MemberTable caption={t.list} members={nodes} empty={<Empty title={t.none} />} />
            <Pager
              {...pager(pageInfo)}
              label={totalCount > 0 ? t.total(numberText(totalCount, language)) : undefined}
            />
          </>
        )}
      </QueryView>
    </>
  )
}
