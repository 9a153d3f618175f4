import { execute } from '@shared/api'
import { actionName, defineMessages, levelName, useLanguage, useMessages } from '@shared/i18n'
import { Button, Combobox, DateTimeInput, Select, TextInput } from '@shared/ui'
import { type FormEvent, useState } from 'react'
import {
  FindChaptersDocument,
  type FindChaptersQuery,
  PeopleDocument,
  type PersonRowFragment,
} from '../../gql/graphql'
import { ACTIONS } from './actions'
import type { AuditFilter } from './filter'

const messages = defineMessages({
  zh: {
    who: '谁',
    whoHint: '员工姓名或邮箱；舵手按完整手机号',
    chapter: '分舵及其下级',
    action: '做了什么',
    any: '不限',
    target: '对象编号',
    since: '从',
    until: '到',
    search: '查找',
    clear: '清除条件',
    kept: '当前条件',
  },
  en: {
    who: 'Who',
    whoHint: 'Staff by name or e-mail; a helmsman by the whole phone number',
    chapter: 'Chapter and all below',
    action: 'What',
    any: 'Anything',
    target: 'Id of the thing',
    since: 'From',
    until: 'To',
    search: 'Search',
    clear: 'Clear',
    kept: 'now',
  },
})

type FoundChapter = FindChaptersQuery['chapterSearch'][number]

/** What to look for in the log. */
export function AuditFilterForm({
  filter,
  onSearch,
}: {
  filter: AuditFilter
  onSearch: (filter: AuditFilter) => void
}) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [person, setPerson] = useState<PersonRowFragment | null>(null)
  const [chapter, setChapter] = useState<FoundChapter | null>(null)
  const [wanted, setWanted] = useState(filter)
  const put = (part: Partial<AuditFilter>) => setWanted(current => ({ ...current, ...part }))
  // An id that came with the address has no name here: it stands by the label.
  const kept = (label: string, id: string | null, chosen: unknown) =>
    id && !chosen ? `${label} (${t.kept}: ${id})` : label
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSearch(wanted)
  }
  const groups = [...new Set(ACTIONS.map(action => `${action.split('.')[0]}.`))]
  return (
    <search>
      <form className="audit-filter" onSubmit={submit}>
        <Combobox<PersonRowFragment>
          label={kept(t.who, wanted.actor, person)}
          hint={t.whoHint}
          value={person}
          onChange={found => {
            setPerson(found)
            put({ actor: found?.id ?? null })
          }}
          search={async (text, signal) => (await execute(PeopleDocument, { text }, { signal })).accounts}
          itemKey={found => found.id}
          itemLabel={found => found.name}
          itemDetail={found => found.email ?? found.phone ?? ''}
        />
        <Combobox<FoundChapter>
          label={kept(t.chapter, wanted.chapter, chapter)}
          value={chapter}
          onChange={found => {
            setChapter(found)
            put({ chapter: found?.id ?? null })
          }}
          search={async (text, signal) =>
            (await execute(FindChaptersDocument, { text }, { signal })).chapterSearch
          }
          itemKey={found => found.id}
          itemLabel={found => found.name}
          itemDetail={found =>
            [found.parent?.name, levelName(language, found.level)].filter(Boolean).join(' · ')
          }
        />
        <Select
          label={t.action}
          value={wanted.action ?? ''}
          onChange={value => put({ action: value || null })}
          options={[
            { value: '', label: t.any },
            ...[...groups, ...ACTIONS].sort().map(value => ({ value, label: actionName(language, value) })),
          ]}
        />
        <TextInput
          label={t.target}
          value={wanted.target ?? ''}
          onChange={value => put({ target: value.trim() || null })}
        />
        <DateTimeInput label={t.since} value={wanted.since} onChange={since => put({ since })} />
        <DateTimeInput label={t.until} value={wanted.until} onChange={until => put({ until })} />
        <div className="audit-filter-actions">
          <Button type="submit" variant="primary" icon="search">
            {t.search}
          </Button>
          <Button
            variant="quiet"
            onClick={() =>
              onSearch({ actor: null, action: null, chapter: null, target: null, since: null, until: null })
            }
          >
            {t.clear}
          </Button>
        </div>
      </form>
    </search>
  )
}
