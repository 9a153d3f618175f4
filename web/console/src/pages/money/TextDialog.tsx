import { useLanguage } from '@shared/i18n'
import { TextArea, TextInput, useToast } from '@shared/ui'
import { type ReactNode, useState } from 'react'
import { fieldError, type RuleBroken, useIntent } from '../chapters/changes/useIntent'
import { FormDialog } from './FormDialog'

interface TextDialogProps {
  title: string
  /** What it leads to. */
  children?: ReactNode
  /** The name of the text, and of its field in the input. */
  label: string
  field: string
  hint?: string
  /** Whether it is a number of something and no sentence. */
  short?: boolean
  confirm: string
  danger?: boolean
  /** What is said once it is done. */
  done: string
  perform: (input: { text: string; requestKey: string }) => Promise<{ userErrors: readonly RuleBroken[] }>
  onClose: () => void
}

/** A dialog that asks for one text, a reason or a number, and does one thing with it. */
export function TextDialog(props: TextDialogProps) {
  const {
    title,
    children,
    label,
    field,
    hint,
    short = false,
    confirm,
    danger,
    done,
    perform,
    onClose,
  } = props
  const { language } = useLanguage()
  const toast = useToast()
  const [text, setText] = useState('')
  const intent = useIntent<{ text: string }, { userErrors: readonly RuleBroken[] }>({
    perform,
    onDone: () => {
      toast({ tone: 'good', text: done })
      onClose()
    },
  })
  const Input = short ? TextInput : TextArea
  return (
    <FormDialog
      title={title}
      confirm={confirm}
      danger={danger}
      ready={text.trim() !== ''}
      intent={intent}
      fields={[field]}
      onSubmit={() => intent.run({ text: text.trim() })}
      onClose={onClose}
    >
      {children}
      <Input
        label={label}
        hint={hint}
        required
        maxLength={short ? 64 : 200}
        autoComplete="off"
        value={text}
        onChange={setText}
        error={fieldError(intent.errors, field, language)}
      />
    </FormDialog>
  )
}
