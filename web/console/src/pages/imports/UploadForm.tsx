import { asFault } from '@shared/api'
import { upload } from '@shared/api/files'
import { defineMessages, useLanguage, useMessages, userErrorText } from '@shared/i18n'
import { CONSENT_TEXTS, TEXT_VERSION } from '@shared/members/consentTexts'
import { Button, Checkbox, FaultNotice, Field, Meter, Notice, TextInput } from '@shared/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { type FileProblem, problemOf, sizeText, uploadPath } from './file'
import './imports.css'

const messages = defineMessages({
  zh: {
    file: '文件',
    hint: 'CSV（UTF-8 或 GB18030）或 XLSX，最大 64 MB、100 万行。第一行是表头：手机、姓名（必需），分舵、地区、出生年、会员、到期日、同意版本（可选），顺序不限。',
    sheet: '工作表',
    sheetHint: '只用于 XLSX；留空则取第一个',
    consent: '文件里的每个人都已同意',
    consentHint: '不勾选时，文件须有“同意版本”一列。',
    start: '上传并检查',
    stop: '停止上传',
    safe: '上传后先检查，不会改动任何会员；检查结果看过再开始导入。',
    progress: '上传进度',
    problem: {
      kind: '只能导入 .csv 或 .xlsx 文件。',
      empty: '这个文件是空的。',
      large: '文件超过 64 MB。请拆成几份。',
      none: '请选择文件。',
    },
    large: '文件太大：最大 64 MB。请拆成几份。',
    unsupported: '这不是 CSV 或 XLSX 文件。',
  },
  en: {
    file: 'File',
    hint: 'CSV (UTF-8 or GB18030) or XLSX, 64 MB and a million rows at most. The first row is the header: phone, name (needed), chapter, region, birthYear, tier, endsOn, consentVersion, in any order.',
    sheet: 'Sheet',
    sheetHint: 'Of an XLSX; left empty, the first',
    consent: 'Everybody in the file has consented',
    consentHint: 'Otherwise the file needs a column consentVersion.',
    start: 'Upload and check',
    stop: 'Stop the upload',
    safe: 'It is checked first, and no member is touched; the import starts once you have seen the result.',
    progress: 'Upload',
    problem: {
      kind: 'Only .csv and .xlsx files can be imported.',
      empty: 'The file is empty.',
      large: 'The file has more than 64 MB. Divide it.',
      none: 'Choose a file.',
    },
    large: 'The file is too large: 64 MB at most. Divide it.',
    unsupported: 'It is neither CSV nor XLSX.',
  },
})

/** Chooses a file and uploads it; then its page shows what was found in it. */
export function UploadForm({ chapter }: { chapter: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [problem, setProblem] = useState<FileProblem | 'none' | null>(null)
  const [sheet, setSheet] = useState('')
  const [consented, setConsented] = useState(false)
  const [share, setShare] = useState(0)
  const stop = useRef<AbortController | null>(null)
  // Who leaves the page has given the upload up.
  useEffect(() => () => stop.current?.abort(), [])
  const sending = useMutation({
    mutationFn: async (chosen: File) => {
      stop.current = new AbortController()
      const consentVersion = consented ? TEXT_VERSION : null
      const path = uploadPath({ chapter, name: chosen.name, sheet, consentVersion })
      return upload<{ import: string }>(path, chosen, setShare, stop.current.signal)
    },
    onSuccess: answer => {
      void queries.invalidateQueries({ queryKey: ['chapter', chapter, 'imports'] })
      void navigate(`/members/imports/${answer.import}`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = file ? problemOf(file) : 'none'
    setProblem(found)
    if (file && found === null && !sending.isPending) {
      setShare(0)
      sending.mutate(file)
    }
  }
  return (
    <form className="imports-form" onSubmit={submit}>
      <Field label={t.file} hint={t.hint} required error={problem ? t.problem[problem] : undefined}>
        {({ id, describedBy, invalid }) => (
          <input
            id={id}
            className="input"
            type="file"
            accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            aria-describedby={describedBy}
            aria-invalid={invalid || undefined}
            disabled={sending.isPending}
            onChange={event => {
              setFile(event.target.files?.[0] ?? null)
              setProblem(null)
              sending.reset()
            }}
          />
        )}
      </Field>
      {file && /\.xlsx$/i.test(file.name) ? (
        <TextInput label={t.sheet} hint={t.sheetHint} maxLength={31} value={sheet} onChange={setSheet} />
      ) : null}
      <div>
        <Checkbox label={t.consent} checked={consented} onChange={setConsented} />
        <p className="soft">
          {consented ? `${CONSENT_TEXTS.SERVICE[language]}（${TEXT_VERSION}）` : t.consentHint}
        </p>
      </div>
      <p className="soft">{t.safe}</p>
      {sending.isPending && file ? (
        <Meter
          label={t.progress}
          value={Math.round(share * file.size)}
          max={file.size}
          text={`${Math.floor(share * 100)}% · ${sizeText(file.size)}`}
        />
      ) : null}
      <div aria-live="polite">
        <Refusal error={sending.error} />
      </div>
      <div className="imports-actions">
        <Button type="submit" variant="primary" icon="send" busy={sending.isPending}>
          {t.start}
        </Button>
        {sending.isPending ? <Button onClick={() => stop.current?.abort()}>{t.stop}</Button> : null}
      </div>
    </form>
  )
}

/** Why an upload was refused, in words of its own where it is about the file. */
function Refusal({ error }: { error: Error | null }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  if (!error || error.name === 'AbortError') return null
  const { code, status } = asFault(error)
  if (status === 413) return <Notice tone="bad">{t.large}</Notice>
  if (status === 415) return <Notice tone="bad">{t.unsupported}</Notice>
  if (status === 422) return <Notice tone="bad">{userErrorText(code, language)}</Notice>
  return <FaultNotice error={error} />
}
