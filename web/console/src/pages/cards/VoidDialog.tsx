import { execute } from '@shared/api'
import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { ConfirmDialog, FaultNotice, UserErrors, useToast } from '@shared/ui'
import { type CardBatchRowFragment, VoidCardsDocument } from '../../gql/graphql'
import { useIntent } from '../chapters/changes/useIntent'
import '../chapters/changes/ChangeDialog.css'

const messages = defineMessages({
  zh: {
    title: (name: string) => `作废卡：${name}`,
    text: (open: string) => `这一批还有 ${open} 张没有兑换。作废后它们都不能再兑换，也不能恢复。`,
    kept: (redeemed: string) => `已兑换的 ${redeemed} 张不受影响。`,
    confirm: '全部作废',
    done: '剩余的卡已作废',
  },
  en: {
    title: (name: string) => `Void cards: ${name}`,
    text: (open: string) =>
      `${open} of this batch were not redeemed. None of them can be any more, for good.`,
    kept: (redeemed: string) => `The ${redeemed} that were redeemed are not touched.`,
    confirm: 'Void them all',
    done: 'What was left is void',
  },
})

/** Takes back the cards of a batch that nobody has redeemed. */
export function VoidDialog({ batch, onClose }: { batch: CardBatchRowFragment; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const intent = useIntent({
    perform: async (input: { batch: string; requestKey?: string }) =>
      (await execute(VoidCardsDocument, { input })).cardBatchVoid,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      danger
      title={t.title(batch.title)}
      confirmLabel={t.confirm}
      busy={intent.busy}
      onConfirm={() => intent.run({ batch: batch.id })}
      onClose={onClose}
    >
      <div className="change-dialog">
        <p>{t.text(numberText(batch.open, language))}</p>
        <p>{t.kept(numberText(batch.redeemed, language))}</p>
        <UserErrors errors={intent.errors} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </ConfirmDialog>
  )
}
