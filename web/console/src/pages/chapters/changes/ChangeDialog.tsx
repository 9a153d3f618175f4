import { useMessages } from '@shared/i18n'
import { Button, Dialog, FaultNotice, Notice, QueryView, UserErrors } from '@shared/ui'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import type { ChapterPreviewPartsFragment } from '../../../gql/graphql'
import { messages } from './messages'
import { PreviewView } from './PreviewView'
import type { Intent } from './useIntent'
import './ChangeDialog.css'

interface ChangeDialogProps<TInput extends object> {
  title: string
  /** What is to be filled in; nothing where there is no more to say than that it shall be done. */
  form?: ReactNode
  /** What is said above the preview. */
  consequence?: string
  /** The version of the chapter that is shown. */
  version: number
  /** What is asked for, with that version; null until the form is complete. */
  input: TInput | null
  preview: (input: TInput, signal: AbortSignal) => Promise<ChapterPreviewPartsFragment>
  intent: Intent<TInput>
  confirmLabel: string
  danger?: boolean
  onClose: () => void
}

/**
 * A change of the tree in two steps: what is wanted, then what that would do and the confirmation.
 *
 * The input carries the version of the chapter that is shown. When somebody else was faster, the chapter is read again,
 * the preview follows, and nothing that was entered is lost.
 */
export function ChangeDialog<TInput extends object>(props: ChangeDialogProps<TInput>) {
  const { title, form, input, intent, version, onClose } = props
  const t = useMessages(messages)
  const queries = useQueryClient()
  const [previewing, setPreviewing] = useState(form === undefined)
  const [firstVersion] = useState(version)
  const preview = useQuery({
    queryKey: ['chapter-preview', title, input],
    queryFn: ({ signal }) =>
      input ? props.preview(input, signal) : Promise.reject(new Error('nothing to preview')),
    enabled: previewing && input !== null,
    // A preview takes the locks of the change itself: it is made when asked for, and not behind anybody's back.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const broken = preview.data?.userErrors ?? []
  const isStale = broken.some(error => error.code === 'VERSION_STALE')
  const errors = intent.errors.filter(error => error.code !== 'VERSION_STALE')

  useEffect(() => {
    if (isStale) void queries.invalidateQueries({ queryKey: ['chapter'] })
  }, [isStale, queries])

  const showPreview = () => {
    if (!input) return
    intent.reset()
    setPreviewing(true)
  }
  const footer = (
    <>
      {previewing && form !== undefined ? (
        <Button key="back" variant="quiet" onClick={() => setPreviewing(false)}>
          {t.back}
        </Button>
      ) : null}
      <Button onClick={onClose}>{t.cancel}</Button>
      {previewing ? (
        <Button
          key="confirm"
          variant={props.danger ? 'danger' : 'primary'}
          busy={intent.busy}
          disabled={!input || !preview.data || broken.length > 0}
          onClick={() => input && intent.run(input)}
        >
          {props.confirmLabel}
        </Button>
      ) : (
        <Button key="preview" type="submit" variant="primary" disabled={!input}>
          {t.preview}
        </Button>
      )}
    </>
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      size="l"
      onSubmit={previewing ? undefined : showPreview}
      footer={footer}
    >
      <div className="change-dialog">
        {version !== firstVersion || isStale ? (
          <Notice tone="warn" title={t.stale}>
            {t.staleText}
          </Notice>
        ) : null}
        {previewing ? null : form}
        {previewing && props.consequence ? <p>{props.consequence}</p> : null}
        {previewing && input && !isStale ? (
          <QueryView query={preview} rows={4}>
            {seen =>
              broken.length > 0 ? <UserErrors errors={seen.userErrors} /> : <PreviewView preview={seen} />
            }
          </QueryView>
        ) : null}
        <UserErrors errors={errors} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </Dialog>
  )
}
