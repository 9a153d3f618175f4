import { actionName, defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { ValueDiff } from '@shared/policies'
import { Button, Dialog, JsonView, KeyValue, Time } from '@shared/ui'
import type { AuditSearchQuery } from '../../gql/graphql'

const messages = defineMessages({
  zh: {
    at: '时间',
    actor: '谁',
    target: '对象',
    request: '请求编号',
    entry: '记录编号',
    change: '改动',
    raw: '原始记录',
    close: '关闭',
  },
  en: {
    at: 'When',
    actor: 'Who',
    target: 'On',
    request: 'Request',
    entry: 'Entry',
    change: 'What changed',
    raw: 'As recorded',
    close: 'Close',
  },
})

type Entry = AuditSearchQuery['auditEntries']['nodes'][number]

/** One entry with what was before and after. */
export function AuditEntryDialog({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <Dialog
      open
      onClose={onClose}
      title={actionName(language, entry.action)}
      footer={<Button onClick={onClose}>{t.close}</Button>}
    >
      <KeyValue
        items={[
          { label: t.at, value: <Time at={entry.at} style="full" /> },
          { label: t.actor, value: entry.person?.name ?? entry.actor },
          { label: t.target, value: <code>{entry.target}</code> },
          { label: t.request, value: <code>{entry.requestId}</code> },
          { label: t.entry, value: <code>{entry.id}</code> },
        ]}
      />
      <h3>{t.change}</h3>
      <ValueDiff before={entry.before} after={entry.after} />
      <details>
        <summary>{t.raw}</summary>
        <JsonView value={{ before: entry.before, after: entry.after }} />
      </details>
    </Dialog>
  )
}
