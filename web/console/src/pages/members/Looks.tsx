import { defineMessages, useMessages } from '@shared/i18n'
import { DataTable, Empty, QueryView, Time } from '@shared/ui'
import { useLooks } from './queries'

const messages = defineMessages({
  zh: { at: '时间', by: '谁', reason: '理由', none: '没有人查看过', unknown: '您无权看到此人' },
  en: { at: 'When', by: 'Who', reason: 'Reason', none: 'Nobody has looked', unknown: 'Not for you to see' },
})

/** Who saw a member in clear, when and why. */
export function Looks({ id, caption }: { id: string; caption: string }) {
  const t = useMessages(messages)
  const looks = useLooks(id)
  return (
    <QueryView query={looks} rows={2}>
      {all => (
        <DataTable
          caption={caption}
          rows={all}
          rowKey={look => look.at}
          empty={<Empty title={t.none} />}
          columns={[
            { key: 'at', title: t.at, render: look => <Time at={look.at} /> },
            { key: 'by', title: t.by, render: look => look.by?.name ?? t.unknown },
            { key: 'reason', title: t.reason, render: look => look.reason },
          ]}
        />
      )}
    </QueryView>
  )
}
