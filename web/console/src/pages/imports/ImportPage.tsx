import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import {
  importEncodingName,
  importFailureText,
  importStateName,
  importWarningText,
} from '@shared/i18n/importNames'
import { KeyValue, Meter, Notice, Page, QueryView, Section, Time } from '@shared/ui'
import { useParams } from 'react-router'
import { sizeText } from './file'
import { ImportActions } from './ImportActions'
import { ImportBadge } from './ImportBadge'
import { ImportErrors } from './ImportErrors'
import { type ImportFacts, isUnderWay, useImport } from './queries'

const messages = defineMessages({
  zh: {
    title: '导入会员',
    back: '导入会员',
    progress: '进度',
    left: (seconds: number) => (seconds < 90 ? `约 ${seconds} 秒` : `约 ${Math.round(seconds / 60)} 分钟`),
    checked: '检查完成，还没有改动任何会员',
    checkedText: (added: string) => `将新增 ${added} 位会员。请核对下面的结果，再开始导入。`,
    nothing: '没有可以新增的会员。',
    done: '导入完成',
    doneText: (added: string) => `新增了 ${added} 位会员。`,
    cancelled: '导入已取消',
    cancelledText: (added: string) => `取消前已新增的 ${added} 位会员保留。`,
    failed: '这个文件不能导入',
    warnings: '请注意',
    found: '检查结果',
    rows: '数据行',
    new: '新会员',
    knownHere: '已是本分舵会员',
    knownElsewhere: '已是其他分舵会员',
    duplicates: '文件内重复',
    errors: '有错误的行',
    added: '已新增',
    passed: '导入时略过',
    file: '文件',
    state: '状态',
    size: '大小',
    encoding: '编码',
    uploaded: '上传',
    started: '开始导入',
    skipped: '跳过错误行',
    yes: '是',
    no: '否',
    finished: '结束',
    wrong: '错误明细',
  },
  en: {
    title: 'Import members',
    back: 'Import members',
    progress: 'Progress',
    left: seconds => (seconds < 90 ? `about ${seconds} s` : `about ${Math.round(seconds / 60)} min`),
    checked: 'It is checked, and no member was touched',
    checkedText: added => `${added} members would be added. See what was found below, then start the import.`,
    nothing: 'There is nobody to add.',
    done: 'The import is done',
    doneText: added => `${added} members were added.`,
    cancelled: 'The import was stopped',
    cancelledText: added => `The ${added} members that were added before stay.`,
    failed: 'The file cannot be imported',
    warnings: 'Mind this',
    found: 'What was found',
    rows: 'Rows',
    new: 'New members',
    knownHere: 'Members of the chapter already',
    knownElsewhere: 'Members of another chapter',
    duplicates: 'Twice in the file',
    errors: 'Rows with errors',
    added: 'Added',
    passed: 'Passed over',
    file: 'File',
    state: 'State',
    size: 'Size',
    encoding: 'Encoding',
    uploaded: 'Uploaded',
    started: 'Started',
    skipped: 'Rows with errors left out',
    yes: 'Yes',
    no: 'No',
    finished: 'Ended',
    wrong: 'Errors in detail',
  },
})

/** One import: what the dry run found, how far it is, what is wrong with which row. */
export default function ImportPage() {
  const t = useMessages(messages)
  const { id = '' } = useParams()
  const found = useImport(id)
  const facts = found.data
  return (
    <Page
      title={facts?.fileName ?? t.title}
      eyebrow={facts ? t.title : undefined}
      back={{ to: facts?.chapter ? `/chapters/${facts.chapter.id}/imports` : '/members', label: t.back }}
      actions={facts ? <ImportActions found={facts} /> : null}
    >
      <QueryView query={found} rows={8}>
        {facts => <Shown found={facts} />}
      </QueryView>
    </Page>
  )
}

function Shown({ found }: { found: ImportFacts }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <>
      <div aria-live="polite">
        <State found={found} />
      </div>
      {isUnderWay(found.state) ? <Progress found={found} /> : null}
      {found.warnings.length > 0 ? (
        <Notice tone="warn" title={t.warnings}>
          <ul>
            {found.warnings.map(warning => (
              <li key={warning.code}>{importWarningText(language, warning)}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <div className="columns">
        <Section title={t.found}>
          <Counts found={found} />
        </Section>
        <Section title={t.file}>
          <About found={found} />
        </Section>
      </div>
      {found.counts.errors > 0 ? (
        <Section title={t.wrong}>
          <ImportErrors id={found.id} fileName={found.fileName} settled={found.state !== 'CHECKING'} />
        </Section>
      ) : null}
    </>
  )
}

/** What there is to know first. */
function State({ found: { state, counts, failure } }: { found: ImportFacts }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const number = (value: number) => numberText(value, language)
  if (state === 'CHECKED') {
    return (
      <Notice tone="info" title={t.checked}>
        {counts.new > 0 ? t.checkedText(number(counts.new)) : t.nothing}
      </Notice>
    )
  }
  if (state === 'DONE') {
    return (
      <Notice tone="good" title={t.done}>
        {t.doneText(number(counts.added))}
      </Notice>
    )
  }
  if (state === 'CANCELLED') {
    return (
      <Notice tone="warn" title={t.cancelled}>
        {t.cancelledText(number(counts.added))}
      </Notice>
    )
  }
  if (state === 'FAILED' && failure) {
    return (
      <Notice tone="bad" title={t.failed}>
        {importFailureText(language, failure.code)} {/* The server's words name the line. */}
        <span lang="en">{failure.message}</span>
      </Notice>
    )
  }
  return null
}

function Progress({ found: { state, progress, etaSeconds } }: { found: ImportFacts }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const name = importStateName(language, state)
  return (
    <div>
      <Meter label={t.progress} value={Math.round(progress * 1000)} max={1000} text={name} />
      <p className="soft">
        {name} {etaSeconds === null ? null : t.left(etaSeconds)}
      </p>
    </div>
  )
}

function Counts({ found: { counts } }: { found: ImportFacts }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const number = (value: number) => numberText(value, language)
  return (
    <KeyValue
      items={[
        { label: t.rows, value: number(counts.rows) },
        { label: t.new, value: number(counts.new) },
        { label: t.knownHere, value: number(counts.knownHere) },
        { label: t.knownElsewhere, value: number(counts.knownElsewhere) },
        { label: t.duplicates, value: number(counts.duplicates) },
        { label: t.errors, value: number(counts.errors) },
        { label: t.added, value: number(counts.added) },
        { label: t.passed, value: number(counts.left) },
      ]}
    />
  )
}

function About({ found }: { found: ImportFacts }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <KeyValue
      items={[
        { label: t.state, value: <ImportBadge state={found.state} /> },
        { label: t.size, value: `${found.format} · ${sizeText(found.bytes)}` },
        { label: t.encoding, value: found.encoding ? importEncodingName(language, found.encoding) : '—' },
        {
          label: t.uploaded,
          value: (
            <>
              <Time at={found.createdAt} /> {found.createdBy?.name}
            </>
          ),
        },
        ...(found.startedAt
          ? [
              {
                label: t.started,
                value: (
                  <>
                    <Time at={found.startedAt} /> {found.startedBy?.name}
                  </>
                ),
              },
              { label: t.skipped, value: found.skipErrors ? t.yes : t.no },
            ]
          : []),
        ...(found.finishedAt ? [{ label: t.finished, value: <Time at={found.finishedAt} /> }] : []),
      ]}
    />
  )
}
