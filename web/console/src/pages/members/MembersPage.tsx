import { defineMessages, permissionName, useLanguage, useMessages } from '@shared/i18n'
import { soughtBy } from '@shared/members'
import { Button, ButtonLink, Empty, NoRight, Page, QueryView, Section, TextInput } from '@shared/ui'
import { type FormEvent, useState } from 'react'
import { BranchTable } from './BranchTable'
import { branchRow } from './branches'
import { CountsView } from './CountsView'
import { MemberTable } from './MemberTable'
import { useBranches, useHeadquarters, useMemberByPhone, useMemberCounts } from './queries'
import './members.css'

const messages = defineMessages({
  zh: {
    title: '会员',
    referrals: '待审推荐',
    find: '查找会员',
    phone: '完整手机号',
    phoneHint: '只能用完整手机号查找；按姓名查找请到会员的归属分舵。',
    wrong: '请填写 11 位手机号。',
    search: '查找',
    found: '找到的会员',
    none: '没有这个手机号的会员，或您无权看到',
    nation: '全国会员',
    provinces: '各省会员',
    noProvinces: '还没有分舵',
  },
  en: {
    title: 'Members',
    referrals: 'Referrals under review',
    find: 'Find a member',
    phone: 'Whole phone number',
    phoneHint: 'By the whole number only. By name they are found at their home chapter.',
    wrong: 'Enter the 11 digits of the number.',
    search: 'Find',
    found: 'The member that was found',
    none: 'Nobody you may see has this phone',
    nation: 'Members of the whole network',
    provinces: 'Members by province',
    noProvinces: 'There are no chapters yet',
  },
})

/** Members as headquarters sees them: one by phone, all by number. */
export default function MembersPage() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const headquarters = useHeadquarters()
  return (
    <Page
      title={t.title}
      actions={
        headquarters.data?.viewerCan.includes('REFERRAL_MANAGE') ? (
          <ButtonLink to="/members/referrals" icon="flag">
            {t.referrals}
          </ButtonLink>
        ) : null
      }
    >
      <QueryView query={headquarters} rows={8}>
        {({ id, viewerCan }) => (
          <>
            {viewerCan.includes('MEMBER_READ') ? (
              <Finder />
            ) : (
              <NoRight what={permissionName(language, 'MEMBER_READ')} />
            )}
            {viewerCan.includes('MEMBER_COUNT') ? <Numbers id={id} /> : null}
          </>
        )}
      </QueryView>
    </Page>
  )
}

/** Finds one member by phone. The number is personal, so it never stands in the address. */
function Finder() {
  const t = useMessages(messages)
  const [text, setText] = useState('')
  const [sought, setSought] = useState<string | null>(null)
  const [isWrong, setIsWrong] = useState(false)
  const found = useMemberByPhone(sought)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const isPhone = soughtBy(text) === 'phone'
    setIsWrong(!isPhone)
    setSought(isPhone ? text.trim() : null)
  }
  return (
    <Section title={t.find}>
      <form className="members-finder" onSubmit={submit}>
        <TextInput
          label={t.phone}
          hint={t.phoneHint}
          type="tel"
          inputMode="tel"
          autoComplete="off"
          value={text}
          onChange={setText}
          error={isWrong ? t.wrong : undefined}
        />
        <Button type="submit" icon="search" busy={found.isFetching}>
          {t.search}
        </Button>
      </form>
      {sought === null ? null : (
        <QueryView query={found} rows={1}>
          {member => (
            <MemberTable
              caption={t.found}
              members={member ? [member] : []}
              homes
              empty={<Empty icon="search" title={t.none} />}
            />
          )}
        </QueryView>
      )}
    </Section>
  )
}

function Numbers({ id }: { id: string }) {
  const t = useMessages(messages)
  const counts = useMemberCounts(id, true)
  const branches = useBranches(id)
  return (
    <>
      <Section title={t.nation}>
        <QueryView query={counts} rows={4}>
          {counts => <CountsView counts={counts} divided={false} />}
        </QueryView>
      </Section>
      <Section title={t.provinces}>
        <QueryView
          query={branches}
          rows={8}
          empty={all => all.length === 0}
          whenEmpty={<Empty title={t.noProvinces} />}
        >
          {all => <BranchTable rows={all.map(branchRow)} />}
        </QueryView>
      </Section>
    </>
  )
}
