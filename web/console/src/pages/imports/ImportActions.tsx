import { execute } from '@shared/api'
import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { Button, Checkbox, useToast } from '@shared/ui'
import { useState } from 'react'
import { CancelImportDocument, StartImportDocument } from '../../gql/graphql'
import { useIntent } from '../chapters/changes/useIntent'
import { FormDialog } from '../money/FormDialog'
import { SureDialog } from '../money/SureDialog'
import type { ImportFacts } from './queries'

const messages = defineMessages({
  zh: {
    start: '开始导入',
    startText: (added: string) => `将新增 ${added} 位会员，以访客身份登记（有到期日的同时记会期）。`,
    skip: (errors: string) => `跳过有错误的 ${errors} 行`,
    skipHint: '不跳过就不能开始：请改正文件后重新上传。',
    started: '导入已开始',
    cancel: '取消导入',
    cancelText: '停止这次导入。已新增的会员保留，文件会被删除。',
    cancelled: '导入已取消',
  },
  en: {
    start: 'Start the import',
    startText: (added: string) =>
      `${added} members are added, as guests; with a last day, their term is recorded too.`,
    skip: (errors: string) => `Leave out the ${errors} rows with errors`,
    skipHint: 'It cannot start with them: mend the file and upload it anew, or leave them out.',
    started: 'The import has started',
    cancel: 'Stop the import',
    cancelText: 'The import stops. Members that were added stay; the file is deleted.',
    cancelled: 'The import is stopped',
  },
})

/** Starts an import that was checked, or stops one. */
export function ImportActions({ found }: { found: ImportFacts }) {
  const t = useMessages(messages)
  const [open, setOpen] = useState<'start' | 'cancel' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      {found.viewerCanCancel ? (
        <Button icon="close" onClick={() => setOpen('cancel')}>
          {t.cancel}
        </Button>
      ) : null}
      {found.viewerCanStart ? (
        <Button variant="primary" icon="check" onClick={() => setOpen('start')}>
          {t.start}
        </Button>
      ) : null}
      {open === 'start' ? <StartDialog found={found} onClose={close} /> : null}
      {open === 'cancel' ? <CancelDialog id={found.id} onClose={close} /> : null}
    </>
  )
}

function StartDialog({ found, onClose }: { found: ImportFacts; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [skipErrors, setSkipErrors] = useState(false)
  const { errors } = found.counts
  const intent = useIntent({
    perform: async (input: { import: string; skipErrors: boolean; requestKey?: string }) =>
      (await execute(StartImportDocument, { input })).importStart,
    onDone: () => {
      toast({ tone: 'good', text: t.started })
      onClose()
    },
  })
  return (
    <FormDialog
      title={t.start}
      confirm={t.start}
      ready={errors === 0 || skipErrors}
      intent={intent}
      onSubmit={() => intent.run({ import: found.id, skipErrors })}
      onClose={onClose}
    >
      <p>{t.startText(numberText(found.counts.new, language))}</p>
      {errors > 0 ? (
        <>
          <Checkbox
            label={t.skip(numberText(errors, language))}
            checked={skipErrors}
            onChange={setSkipErrors}
          />
          <p>{t.skipHint}</p>
        </>
      ) : null}
    </FormDialog>
  )
}

function CancelDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useMessages(messages)
  return (
    <SureDialog
      danger
      title={t.cancel}
      done={t.cancelled}
      perform={async requestKey =>
        (await execute(CancelImportDocument, { input: { import: id, requestKey } })).importCancel
      }
      onClose={onClose}
    >
      <p>{t.cancelText}</p>
    </SureDialog>
  )
}
