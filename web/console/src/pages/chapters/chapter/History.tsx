import { defineMessages, useMessages } from '@shared/i18n'
import { Badge, DataTable, QueryView, Time } from '@shared/ui'
import { Link } from 'react-router'
import { useHistory } from './queries'

const messages = defineMessages({
  zh: {
    actions: '操作',
    caption: '沿革，最新在前',
    from: '起于',
    name: '名称',
    parent: '上级',
    status: '状态',
    open: '正常',
    closed: '关闭',
    version: '版本',
    tree: '那时的分舵树',
    treeOf: (version: string) => `那时的分舵树（第 ${version} 版生效时）`,
  },
  en: {
    actions: 'Actions',
    caption: 'History, the newest first',
    from: 'From',
    name: 'Name',
    parent: 'Below',
    status: 'State',
    open: 'Open',
    closed: 'Closed',
    version: 'Version',
    tree: 'The tree then',
    treeOf: version => `The tree then, when version ${version} took effect`,
  },
})

/** What the chapter was, with the way to the tree of that time. */
export function History({ id }: { id: string }) {
  const t = useMessages(messages)
  const history = useHistory(id)
  return (
    <QueryView query={history} rows={4} empty={revisions => revisions.length === 0}>
      {revisions => (
        <DataTable
          caption={t.caption}
          captionShown
          rows={revisions}
          rowKey={revision => revision.version}
          columns={[
            {
              key: 'version',
              title: t.version,
              align: 'end',
              width: '5rem',
              render: revision => revision.version,
            },
            { key: 'from', title: t.from, render: revision => <Time at={revision.from} /> },
            { key: 'name', title: t.name, render: revision => revision.name },
            {
              key: 'parent',
              title: t.parent,
              render: ({ parent }) =>
                parent ? <Link to={`/chapters/${parent.id}`}>{parent.name}</Link> : '—',
            },
            {
              key: 'status',
              title: t.status,
              render: ({ status }) =>
                status === 'OPEN' ? (
                  <Badge tone="good">{t.open}</Badge>
                ) : (
                  <Badge tone="neutral">{t.closed}</Badge>
                ),
            },
            {
              key: 'tree',
              title: t.actions,
              render: revision => (
                <Link
                  to={`/chapters?asOf=${encodeURIComponent(revision.from)}&at=${id}`}
                  aria-label={t.treeOf(String(revision.version))}
                >
                  {t.tree}
                </Link>
              ),
            },
          ]}
        />
      )}
    </QueryView>
  )
}
