import { execute } from '@shared/api'
import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { type CardBatchRowFragment, VoidCardsDocument } from '../../gql/graphql'
import { SureDialog } from '../money/SureDialog'

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
  return (
    <SureDialog
      danger
      title={t.title(batch.title)}
      confirm={t.confirm}
      done={t.done}
      perform={async requestKey =>
        (await execute(VoidCardsDocument, { input: { batch: batch.id, requestKey } })).cardBatchVoid
      }
      onClose={onClose}
    >
      <p>{t.text(numberText(batch.open, language))}</p>
      <p>{t.kept(numberText(batch.redeemed, language))}</p>
    </SureDialog>
  )
}
