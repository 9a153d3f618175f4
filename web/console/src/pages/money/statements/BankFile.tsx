import { execute } from '@shared/api'
import { defineMessages, faultText, numberText, useLanguage, useMessages } from '@shared/i18n'
import { downloadCsv, fenText } from '@shared/money'
import { Button, useToast } from '@shared/ui'
import { useMutation } from '@tanstack/react-query'
import { BankFileDocument } from '../../../gql/graphql'

const messages = defineMessages({
  zh: {
    download: '下载银行文件',
    empty: '没有可以付款的结算',
    done: (count: string, net: string) => `${count} 笔，合计 ${net}`,
  },
  en: {
    download: 'Download the bank file',
    empty: 'There is no payout to hand to the bank',
    done: (count: string, net: string) => `${count} payouts, ${net} in all`,
  },
})

/** Hands over the payouts of a month, or the named ones, as a file for the bank. */
export function BankFile({ month, ids }: { month?: string; ids?: string[] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const file = useMutation({
    mutationFn: async () => (await execute(BankFileDocument, { month, ids })).payoutFile,
    onSuccess: ({ name, content, count, net }) => {
      if (count === 0) {
        toast({ tone: 'info', text: t.empty })
        return
      }
      downloadCsv(name, content)
      toast({ tone: 'good', text: t.done(numberText(count, language), fenText(net, language)) })
    },
    onError: error => toast({ tone: 'bad', text: faultText(error, language).title }),
  })
  return (
    <Button icon="download" busy={file.isPending} onClick={() => file.mutate()}>
      {t.download}
    </Button>
  )
}
