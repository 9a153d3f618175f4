import { fetchFile } from '@shared/api/files'
import { defineMessages, faultText, useLanguage, useMessages } from '@shared/i18n'
import { importColumnName, importRowErrorText } from '@shared/i18n/importNames'
import { download } from '@shared/money'
import { Button, DataTable, Pager, QueryView, useToast } from '@shared/ui'
import { useMutation } from '@tanstack/react-query'
import { usePaging } from '../chapters/chapter/paging'
import { useImportErrors } from './queries'
import './imports.css'

const PAGE = 50

const messages = defineMessages({
  zh: {
    caption: '不能导入的行',
    first: '页面上最多列出前 1,000 个；完整清单请下载。',
    row: '行',
    column: '列',
    problem: '问题',
    value: '内容（已脱敏）',
    download: '下载全部错误',
  },
  en: {
    caption: 'Rows that cannot be imported',
    first: 'The page lists the first 1,000; the file has all of them.',
    row: 'Row',
    column: 'Column',
    problem: 'What is wrong',
    value: 'Content (masked)',
    download: 'Download all errors',
  },
})

/** What is wrong with which row, and all of it as a file. */
export function ImportErrors({ id, fileName, settled }: { id: string; fileName: string; settled: boolean }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const { page, pager } = usePaging(PAGE)
  const errors = useImportErrors(id, page, settled)
  const file = useMutation({
    mutationFn: () => fetchFile(`/imports/${id}/errors.csv`),
    onSuccess: content => download(`${fileName.replace(/\.\w+$/, '')}-errors.csv`, content),
    onError: error => toast({ tone: 'bad', text: faultText(error, language).title }),
  })
  return (
    <>
      <p className="soft">{t.first}</p>
      <div className="imports-actions">
        <Button icon="download" busy={file.isPending} onClick={() => file.mutate()}>
          {t.download}
        </Button>
      </div>
      <QueryView query={errors} rows={6}>
        {({ nodes, pageInfo }) => (
          <>
            <DataTable
              caption={t.caption}
              rows={nodes}
              rowKey={error => `${error.row} ${error.column} ${error.code}`}
              columns={[
                { key: 'row', title: t.row, render: error => error.row },
                {
                  key: 'column',
                  title: t.column,
                  render: error => (error.column ? importColumnName(language, error.column) : '—'),
                },
                {
                  key: 'problem',
                  title: t.problem,
                  render: error => importRowErrorText(language, error.code),
                },
                { key: 'value', title: t.value, render: error => error.value ?? '—' },
              ]}
            />
            <Pager {...pager(pageInfo)} />
          </>
        )}
      </QueryView>
    </>
  )
}
