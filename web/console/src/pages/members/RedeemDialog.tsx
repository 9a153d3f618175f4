import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { TextInput, useToast } from '@shared/ui'
import { useState } from 'react'
import { RedeemCardDocument } from '../../gql/graphql'
import { fieldError, useIntent } from '../chapters/changes/useIntent'
import { FormDialog } from '../money/FormDialog'

const messages = defineMessages({
  zh: {
    title: '兑换卡',
    code: '卡号',
    hint: '不分大小写，空格和横线可省略',
    confirm: '兑换',
    done: '卡已兑换',
  },
  en: {
    title: 'Redeem a card',
    code: 'Code',
    hint: 'Case, blanks and dashes do not matter',
    confirm: 'Redeem',
    done: 'The card is redeemed',
  },
})

/** Redeems a card for a member at the door. */
export function RedeemDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [code, setCode] = useState('')
  const intent = useIntent({
    perform: async (input: { member: string; code: string; requestKey?: string }) =>
      (await execute(RedeemCardDocument, { input })).cardRedeem,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  return (
    <FormDialog
      title={t.title}
      confirm={t.confirm}
      ready={code.trim() !== ''}
      intent={intent}
      fields={['code']}
      onSubmit={() => intent.run({ member: id, code: code.trim() })}
      onClose={onClose}
    >
      <TextInput
        label={t.code}
        hint={t.hint}
        required
        maxLength={40}
        autoComplete="off"
        spellCheck={false}
        value={code}
        onChange={setCode}
        error={fieldError(intent.errors, 'code', language)}
      />
    </FormDialog>
  )
}
