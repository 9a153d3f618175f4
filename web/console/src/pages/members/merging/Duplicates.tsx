import { execute } from '@shared/api'
import type { MemberLikeness } from '@shared/gql/schema'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { likenessName } from '@shared/i18n/mergeNames'
import { Button, DataTable, QueryView, TextInput } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import { MemberDuplicatesDocument } from '../../../gql/graphql'
import type { MemberFacts } from '../queries'
import { MergeDialog } from './MergeDialog'

const messages = defineMessages({
  zh: {
    caption: '可能是同一个人的会员',
    none: '没有发现可能重复的会员。',
    name: '姓名',
    erased: '已删除',
    phone: '手机',
    home: '归属分舵',
    score: '可能性',
    because: '相同之处',
    action: '操作',
    merge: '合并…',
    byId: '按会员编号合并',
    byIdHint: '以 mbr_ 开头；在另一位会员的页面上可以看到',
    wrong: '会员编号不正确，或就是这位会员。',
    compare: '比较',
  },
  en: {
    caption: 'Members who may be the same person',
    none: 'Nobody looks like the same person.',
    name: 'Name',
    erased: 'Erased',
    phone: 'Phone',
    home: 'Home',
    score: 'Likelihood',
    because: 'In common',
    action: 'Action',
    merge: 'Merge…',
    byId: 'Merge by id',
    byIdHint: 'It begins with mbr_ and stands on the other member’s page',
    wrong: 'It is no member’s id, or this member’s own.',
    compare: 'Compare',
  },
})

/** Members who may be the same person, and the way to merge one with this member. */
export function Duplicates({ member }: { member: MemberFacts }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const duplicates = useQuery({
    queryKey: ['member', member.id, 'duplicates'],
    queryFn: async ({ signal }) =>
      (await execute(MemberDuplicatesDocument, { id: member.id }, { signal })).memberDuplicates,
  })
  const [other, setOther] = useState<string | null>(null)
  const because = (likenesses: readonly MemberLikeness[]) =>
    likenesses.map(likeness => likenessName(language, likeness)).join(language === 'zh' ? '、' : ', ')
  return (
    <>
      <QueryView query={duplicates} rows={2}>
        {rows => (
          <DataTable
            caption={t.caption}
            captionShown
            rows={rows}
            rowKey={duplicate => duplicate.member.id}
            empty={<p className="soft">{t.none}</p>}
            columns={[
              {
                key: 'name',
                title: t.name,
                render: ({ member }) => <Link to={`/members/${member.id}`}>{member.name ?? t.erased}</Link>,
              },
              { key: 'phone', title: t.phone, render: ({ member }) => member.phone ?? '—' },
              { key: 'home', title: t.home, render: ({ member }) => member.home?.name ?? '—' },
              {
                key: 'score',
                title: t.score,
                align: 'end',
                render: duplicate => `${duplicate.score}%`,
              },
              { key: 'because', title: t.because, render: duplicate => because(duplicate.because) },
              {
                key: 'action',
                title: t.action,
                render: duplicate => (
                  <Button size="s" icon="merge" onClick={() => setOther(duplicate.member.id)}>
                    {t.merge}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </QueryView>
      <ById member={member} onFound={setOther} />
      {other ? <MergeDialog one={member.id} other={other} onClose={() => setOther(null)} /> : null}
    </>
  )
}

function ById({ member, onFound }: { member: MemberFacts; onFound: (id: string) => void }) {
  const t = useMessages(messages)
  const [text, setText] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const id = text.trim()
    const fits = /^mbr_[0-9a-f]{32}$/.test(id) && id !== member.id
    setIsWrong(!fits)
    if (fits) onFound(id)
  }
  return (
    <form className="members-finder" onSubmit={submit}>
      <TextInput
        label={t.byId}
        hint={t.byIdHint}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={setText}
        error={isWrong ? t.wrong : undefined}
      />
      <Button type="submit">{t.compare}</Button>
    </form>
  )
}
