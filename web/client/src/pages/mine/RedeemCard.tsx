import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button, FaultNotice, TextInput, UserErrors, useToast } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { RedeemDocument } from '../../gql/mine/graphql'
import { useIntent } from '../../shell/useIntent'
import { readMineAgain } from './queries'

const messages = defineMessages({
  zh: {
    code: '卡号',
    hint: '卡上的 16 位字符，不分大小写，空格和横线可省略',
    redeem: '兑换',
    done: '兑换成功，会籍已更新',
  },
  en: {
    code: 'Code',
    hint: 'The 16 characters on the card; case, blanks and dashes do not matter',
    redeem: 'Redeem',
    done: 'Redeemed; your membership is up to date',
  },
})

/** Takes the code of a card. */
export function RedeemCard({ member, online }: { member: string; online: boolean }) {
  const t = useMessages(messages)
  const toast = useToast()
  const queries = useQueryClient()
  const [code, setCode] = useState('')
  const intent = useIntent(
    async (input: { member: string; code: string; requestKey: string }) =>
      (await execute(RedeemDocument, { input })).cardRedeem,
    () => {
      toast({ tone: 'good', text: t.done })
      setCode('')
      readMineAgain(queries)
    },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (code.trim() !== '' && online && !intent.busy) intent.run({ member, code: code.trim() })
  }
  return (
    <form className="form" onSubmit={submit}>
      <TextInput
        label={t.code}
        hint={t.hint}
        autoComplete="off"
        spellCheck={false}
        maxLength={40}
        value={code}
        onChange={setCode}
      />
      <UserErrors errors={intent.errors} />
      {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      <Button type="submit" busy={intent.busy} disabled={!online || code.trim() === ''}>
        {t.redeem}
      </Button>
    </form>
  )
}
