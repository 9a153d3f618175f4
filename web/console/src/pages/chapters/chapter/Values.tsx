import { modeName, useLanguage, useMessages } from '@shared/i18n'
import { titleInYuan, ValueView } from '@shared/policies'
import { Badge, Button, DataTable, Empty, QueryView } from '@shared/ui'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ChapterHead } from '../changes/chapter'
import { ClearOwnValue } from './ClearOwnValue'
import { Explain } from './Explain'
import { useValues } from './queries'
import { SetOwnValue } from './SetOwnValue'
import { messages } from './valueMessages'

/** What is open over the table, and for which policy. */
interface Opened {
  what: 'why' | 'set' | 'clear'
  key: string
  title: string
}

/** The policies in force at the chapter: what holds, why, and its own value by those who may set it. */
export function Values({ chapter }: { chapter: ChapterHead }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const values = useValues(chapter.id)
  const [opened, setOpened] = useState<Opened | null>(null)
  const dialog = opened && {
    id: chapter.id,
    policy: opened.key,
    title: opened.title,
    onClose: () => setOpened(null),
  }
  return (
    <>
      <QueryView query={values} rows={6}>
        {all => (
          <DataTable
            caption={t.caption}
            rows={all}
            rowKey={value => value.key}
            empty={<Empty title={t.none}>{t.noneText}</Empty>}
            columns={[
              {
                key: 'policy',
                title: t.policy,
                render: ({ key, policy }) => (
                  <>
                    <Link to={`/policies/${encodeURIComponent(key)}`}>{titleInYuan(policy.title)}</Link>{' '}
                    <code className="chapter-page-soft">{key}</code>
                  </>
                ),
              },
              {
                key: 'value',
                title: t.value,
                render: ({ key, policy, inForce, value }) =>
                  inForce ? (
                    <ValueView
                      plain
                      schema={policy.schema}
                      policyKey={key}
                      title={policy.title}
                      value={value}
                    />
                  ) : (
                    <span className="chapter-page-soft">{t.notInForce}</span>
                  ),
              },
              {
                key: 'mode',
                title: t.mode,
                render: ({ policy, lockedBy }) =>
                  lockedBy ? t.lockedBy(lockedBy.name) : modeName(language, policy.mode),
              },
              {
                key: 'own',
                title: t.own,
                render: ({ own }) => (own === null ? '—' : <Badge tone="info">{t.hasOwn}</Badge>),
              },
              {
                key: 'do',
                title: t.actions,
                render: ({ key, policy, own, viewerCanSet }) => {
                  const open = (what: Opened['what']) => () => setOpened({ what, key, title: policy.title })
                  return (
                    <span className="chapter-page-row-actions">
                      <Button size="s" variant="quiet" icon="info" onClick={open('why')}>
                        {t.why}
                      </Button>
                      {viewerCanSet ? (
                        <Button size="s" variant="quiet" icon="edit" onClick={open('set')}>
                          {own === null ? t.set : t.change}
                        </Button>
                      ) : null}
                      {viewerCanSet && own !== null ? (
                        <Button size="s" variant="quiet" icon="undo" onClick={open('clear')}>
                          {t.clear}
                        </Button>
                      ) : null}
                    </span>
                  )
                },
              },
            ]}
          />
        )}
      </QueryView>
      {dialog && opened.what === 'why' ? <Explain {...dialog} /> : null}
      {dialog && opened.what === 'set' ? <SetOwnValue {...dialog} /> : null}
      {dialog && opened.what === 'clear' ? <ClearOwnValue {...dialog} /> : null}
    </>
  )
}

/** What a dialog about one value is given. */
export interface ValueDialogProps {
  /** The chapter. */
  id: string
  /** The policy's key and title. */
  policy: string
  title: string
  onClose: () => void
}
