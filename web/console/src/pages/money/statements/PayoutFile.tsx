import { execute } from '@shared/api'
import { defineMessages, faultText, numberText, useLanguage, useMessages } from '@shared/i18n'
import { downloadCsv, fenText } from '@shared/money'
import { Button, useToast } from '@shared/ui'
import { useMutation } from '@tanstack/react-query'
import { PayoutFileDocument, type PayoutState } from '../../../gql/graphql'

const messages = defineMessages({
  zh: {
    sent: '下载银行文件',
    made: '下载付款报表',
    noneSent: '没有已发出、等银行付款的结算',
    noneMade: '还没有银行已付的结算',
    done: (count: string, net: string) => `${count} 笔，合计 ${net}`,
  },
  en: {
    sent: 'Download the bank file',
    made: 'Download the report of payouts',
    noneSent: 'No payout was sent that the bank has still to make',
    noneMade: 'The bank has made no payout yet',
    done: (count: string, net: string) => `${count} payouts, ${net} in all`,
  },
})

type Props = {
  /** Those that were sent, for the bank; or those that it made, for the report. */
  state: PayoutState & ('SENT' | 'MADE')
  /** All of a month's statements, or in its place the named ones. */
  month?: string
  ids?: string[]
}

/** Hands over payouts as a file: for the bank, or for the report of what it paid. */
export function PayoutFile({ state, month, ids }: Props) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const isForBank = state === 'SENT'
  const file = useMutation({
    mutationFn: async () => (await execute(PayoutFileDocument, { state, month, ids })).payoutFile,
    onSuccess: ({ name, content, count, net }) => {
      if (count === 0) {
        toast({ tone: 'info', text: isForBank ? t.noneSent : t.noneMade })
        return
      }
      downloadCsv(name, content)
      toast({ tone: 'good', text: t.done(numberText(count, language), fenText(net, language)) })
    },
    onError: error => toast({ tone: 'bad', text: faultText(error, language).title }),
  })
  return (
    <Button icon="download" busy={file.isPending} onClick={() => file.mutate()}>
      {isForBank ? t.sent : t.made}
    </Button>
  )
}
