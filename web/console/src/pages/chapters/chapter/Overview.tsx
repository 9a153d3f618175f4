import { defineMessages, levelName, numberText, permissionName, useLanguage, useMessages } from '@shared/i18n'
import { Badge, DataTable, Empty, KeyValue, QueryView, Section, Time } from '@shared/ui'
import { Link } from 'react-router'
import type { ChapterHead } from '../changes/chapter'
import { People } from '../people/People'
import { useChildren, usePeople } from './queries'

const messages = defineMessages({
  zh: {
    facts: '基本情况',
    id: '编号',
    level: '级别',
    pinyin: '拼音',
    openedOn: '开设于',
    territory: '区划',
    noTerritory: '无',
    below: '下辖',
    belowText: (children: string, all: string) => `直属 ${children} 个，共 ${all} 个`,
    vacancies: '其中空缺',
    people: '任职',
    children: '直属分舵',
    noChildren: '没有下级分舵',
    name: '名称',
    leader: '舵手',
    vacant: '空缺',
    caretakes: '代管的空缺分舵',
    can: '我在此处的权限',
    canNothing: '您在此处没有权限',
    comma: '、',
  },
  en: {
    facts: 'In short',
    id: 'Id',
    level: 'Level',
    pinyin: 'Pinyin',
    openedOn: 'Opened',
    territory: 'Territory',
    noTerritory: 'None',
    below: 'Below',
    belowText: (children, all) => `${children} directly, ${all} in all`,
    vacancies: 'Of them vacant',
    people: 'In office',
    children: 'Directly below',
    noChildren: 'No chapter stands below',
    name: 'Name',
    leader: 'Helmsman',
    vacant: 'Vacant',
    caretakes: 'Vacant chapters in its care',
    can: 'What I may do here',
    canNothing: 'You have no rights here',
    comma: ', ',
  },
})

/** The chapter at a glance: its people, its place and size, and what the reader may do. */
export function Overview({ chapter }: { chapter: ChapterHead }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { counts } = chapter
  return (
    <div className="chapter-page-stack">
      <div className="chapter-page-columns">
        <Section title={t.facts}>
          <KeyValue
            items={[
              { label: t.id, value: <code>{chapter.id}</code> },
              { label: t.level, value: levelName(language, chapter.level) },
              { label: t.pinyin, value: chapter.pinyin },
              { label: t.openedOn, value: <Time at={chapter.openedOn} style="date" /> },
              {
                label: t.territory,
                value:
                  chapter.territory.map(each => `${each.name} ${each.code}`).join(t.comma) || t.noTerritory,
              },
              {
                label: t.below,
                value: t.belowText(
                  numberText(counts.children, language),
                  numberText(counts.descendants, language),
                ),
              },
              {
                label: t.vacancies,
                // The count takes in the chapter itself, which is not below.
                value: numberText(counts.vacant - (chapter.vacant ? 1 : 0), language),
              },
            ]}
          />
        </Section>
        <People chapter={chapter} title={t.people} />
      </div>
      <Caretakes chapter={chapter} />
      {counts.children > 0 ? <Children chapter={chapter} /> : null}
      <Section title={t.can}>
        {chapter.viewerCan.length === 0 ? (
          <Empty title={t.canNothing} />
        ) : (
          <ul className="chapter-page-list">
            {chapter.viewerCan.map(permission => (
              <li key={permission}>
                <Badge tone="neutral">{permissionName(language, permission)}</Badge>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </div>
  )
}

/** The vacant chapters that this one's helmsman looks after; nothing is said where there are none. */
function Caretakes({ chapter }: { chapter: ChapterHead }) {
  const t = useMessages(messages)
  const people = usePeople(chapter.id, chapter.viewerCan.includes('CHAPTER_READ'))
  const wards = people.data?.caretakes ?? []
  if (wards.length === 0) return null
  return (
    <Section title={t.caretakes}>
      <ul className="chapter-page-list">
        {wards.map(ward => (
          <li key={ward.id}>
            <Link to={`/chapters/${ward.id}`}>{ward.name}</Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Children({ chapter }: { chapter: ChapterHead }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const children = useChildren(chapter.id)
  return (
    <Section title={t.children}>
      <QueryView
        query={children}
        rows={6}
        empty={all => all.length === 0}
        whenEmpty={<Empty title={t.noChildren} />}
      >
        {all => (
          <DataTable
            caption={t.children}
            rows={all}
            rowKey={child => child.id}
            columns={[
              {
                key: 'name',
                title: t.name,
                render: child => <Link to={`/chapters/${child.id}`}>{child.name}</Link>,
              },
              { key: 'level', title: t.level, render: child => levelName(language, child.level) },
              {
                key: 'leader',
                title: t.leader,
                render: child => child.leader?.name ?? <Badge tone="warn">{t.vacant}</Badge>,
              },
              { key: 'code', title: t.territory, render: child => child.divisions.join(t.comma) },
              {
                key: 'below',
                title: t.below,
                align: 'end',
                render: child => numberText(child.counts.descendants, language),
              },
              {
                key: 'vacant',
                title: t.vacancies,
                align: 'end',
                render: child => numberText(child.counts.vacant - (child.vacant ? 1 : 0), language),
              },
            ]}
          />
        )}
      </QueryView>
    </Section>
  )
}
