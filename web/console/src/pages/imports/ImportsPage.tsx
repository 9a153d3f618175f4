import { defineMessages, numberText, permissionName, useLanguage, useMessages } from '@shared/i18n'
import { DataTable, Empty, NoRight, Page, Pager, QueryView, Section, Time } from '@shared/ui'
import { Link, useParams } from 'react-router'
import type { ImportRowFragment } from '../../gql/graphql'
import { usePaging } from '../chapters/chapter/paging'
import { ImportBadge } from './ImportBadge'
import { useImports } from './queries'
import { UploadForm } from './UploadForm'

const PAGE = 20

const messages = defineMessages({
  zh: {
    title: '导入会员',
    back: '分舵',
    upload: '上传文件',
    all: '历次导入',
    none: '还没有导入过',
    file: '文件',
    state: '状态',
    rows: '行数',
    errors: '错误行',
    added: '已导入',
    at: '上传',
  },
  en: {
    title: 'Import members',
    back: 'Chapter',
    upload: 'Upload a file',
    all: 'Imports so far',
    none: 'Nothing was imported yet',
    file: 'File',
    state: 'State',
    rows: 'Rows',
    errors: 'Rows with errors',
    added: 'Added',
    at: 'Uploaded',
  },
})

/** The imports of a chapter, and the way to begin one. */
export default function ImportsPage() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { id = '' } = useParams()
  const { page, pager } = usePaging(PAGE)
  const imports = useImports(id, page)
  return (
    <Page
      title={t.title}
      eyebrow={imports.data?.chapter.name}
      back={{ to: `/chapters/${id}?tab=members`, label: imports.data?.chapter.name ?? t.back }}
    >
      <QueryView query={imports} rows={6}>
        {({ chapter, imports: { nodes, pageInfo } }) => (
          <>
            {chapter.status === 'OPEN' ? (
              <Section title={t.upload}>
                {chapter.viewerCan.includes('MEMBER_IMPORT') ? (
                  <UploadForm chapter={chapter.id} />
                ) : (
                  <NoRight what={permissionName(language, 'MEMBER_IMPORT')} />
                )}
              </Section>
            ) : null}
            <Section title={t.all}>
              <ImportTable imports={nodes} />
              <Pager {...pager(pageInfo)} />
            </Section>
          </>
        )}
      </QueryView>
    </Page>
  )
}

function ImportTable({ imports }: { imports: readonly ImportRowFragment[] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const number = (value: number) => numberText(value, language)
  return (
    <DataTable
      caption={t.all}
      rows={imports}
      rowKey={found => found.id}
      empty={<Empty title={t.none} />}
      columns={[
        {
          key: 'file',
          title: t.file,
          render: found => <Link to={`/members/imports/${found.id}`}>{found.fileName}</Link>,
        },
        { key: 'state', title: t.state, render: found => <ImportBadge state={found.state} /> },
        { key: 'rows', title: t.rows, align: 'end', render: found => number(found.counts.rows) },
        { key: 'errors', title: t.errors, align: 'end', render: found => number(found.counts.errors) },
        { key: 'added', title: t.added, align: 'end', render: found => number(found.counts.added) },
        {
          key: 'at',
          title: t.at,
          render: found => (
            <>
              <Time at={found.createdAt} /> {found.createdBy?.name}
            </>
          ),
        },
      ]}
    />
  )
}
