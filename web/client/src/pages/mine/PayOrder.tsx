import { asFault, execute, type Fault } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { fenText } from '@shared/money'
import { Button, Dialog, FaultNotice, Notice, UserErrors, useToast } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { CancelMyOrderDocument, PayDocument } from '../../gql/mine/graphql'
import { ConfirmOnce } from '../../shell/ConfirmOnce'
import { useIntent } from '../../shell/useIntent'
import { playPayer, type Till, tillOf } from './cashier'
import { isBeingPaid, type MyOrder, readMineAgain } from './queries'

const messages = defineMessages({
  zh: {
    pay: (price: string) => `支付 ${price}`,
    again: '继续支付',
    paying: '等待支付结果，到账后自动更新。',
    cancel: '取消订单',
    cancelText: '取消后不能再支付，可以重新下单。',
    cancelled: '订单已取消',
    noTill: '支付渠道没有给出收银台地址。请联系分舵舵手或总部。',
    sandbox: '模拟收银台',
    sandboxText: '这是演示环境，不会真的扣款。',
    amount: (price: string) => `应付 ${price}`,
    doPay: '付款',
    fail: '模拟支付失败',
    paid: '支付成功，会籍已更新',
    failed: '支付未完成，可以重新支付',
  },
  en: {
    pay: (price: string) => `Pay ${price}`,
    again: 'Go on paying',
    paying: 'Waiting for the payment; the page follows by itself.',
    cancel: 'Call it off',
    cancelText: 'It cannot be paid then; you can open another one.',
    cancelled: 'The order is called off',
    noTill: 'The payment provider named no place to pay. Ask the helmsman or headquarters.',
    sandbox: 'Play the payment',
    sandboxText: 'This is a demonstration: no money moves.',
    amount: (price: string) => `To pay: ${price}`,
    doPay: 'Pay',
    fail: 'Let it fail',
    paid: 'Paid; your membership is up to date',
    failed: 'Not paid. You can pay again',
  },
})

/** Pays an order that waits for it, or calls it off. */
export function PayOrder({ order }: { order: MyOrder }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const queries = useQueryClient()
  const [till, setTill] = useState<Till | null>(null)
  const [noTill, setNoTill] = useState(false)
  const [cancelling, setCancelling] = useState(false)
  const start = useIntent(
    async (input: { order: string; requestKey: string }) =>
      (await execute(PayDocument, { input })).paymentStart,
    ({ provider, payUrl, reference }) => {
      const found = tillOf({ provider, payUrl, reference })
      setNoTill(found === null)
      if (found?.kind === 'elsewhere') location.assign(found.address)
      else setTill(found)
      readMineAgain(queries)
    },
  )
  if (!order.viewerCanPay && !order.viewerCanCancel) return null
  const isPaying = isBeingPaid(order)
  return (
    <div className="form">
      {isPaying ? (
        <p className="soft" role="status">
          {t.paying}
        </p>
      ) : null}
      {noTill ? <Notice tone="bad">{t.noTill}</Notice> : null}
      <UserErrors errors={start.errors} />
      {start.fault ? <FaultNotice error={start.fault} /> : null}
      <div className="mine-actions">
        {order.viewerCanPay ? (
          <Button variant="primary" size="l" busy={start.busy} onClick={() => start.run({ order: order.id })}>
            {isPaying ? t.again : t.pay(fenText(order.price, language))}
          </Button>
        ) : null}
        {order.viewerCanCancel ? (
          <Button variant="quiet" onClick={() => setCancelling(true)}>
            {t.cancel}
          </Button>
        ) : null}
      </div>
      {till?.kind === 'sandbox' ? (
        <Cashier till={till} price={order.price} onClose={() => setTill(null)} />
      ) : null}
      {cancelling ? <Cancel order={order.id} onClose={() => setCancelling(false)} /> : null}
    </div>
  )
}

interface CashierProps {
  till: Extract<Till, { kind: 'sandbox' }>
  price: string
  onClose: () => void
}

/** The page of a provider that moves no money. */
function Cashier({ till, price, onClose }: CashierProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault | null>(null)
  const play = async (pays: boolean) => {
    setBusy(true)
    setFault(null)
    try {
      await playPayer(till, pays)
      toast(pays ? { tone: 'good', text: t.paid } : { tone: 'warn', text: t.failed })
      onClose()
    } catch (error) {
      setFault(asFault(error))
    } finally {
      setBusy(false)
      readMineAgain(queries)
    }
  }
  return (
    <Dialog
      open
      title={t.sandbox}
      onClose={onClose}
      footer={
        <>
          <Button onClick={() => void play(false)} disabled={busy}>
            {t.fail}
          </Button>
          <Button variant="primary" busy={busy} onClick={() => void play(true)}>
            {t.doPay}
          </Button>
        </>
      }
    >
      <p className="mine-price">{t.amount(fenText(price, language))}</p>
      <p>{t.sandboxText}</p>
      {fault ? <FaultNotice error={fault} /> : null}
    </Dialog>
  )
}

function Cancel({ order, onClose }: { order: string; onClose: () => void }) {
  const t = useMessages(messages)
  const queries = useQueryClient()
  return (
    <ConfirmOnce
      danger
      title={t.cancel}
      done={t.cancelled}
      perform={async requestKey =>
        (await execute(CancelMyOrderDocument, { input: { id: order, requestKey } })).orderCancel
      }
      onDone={() => readMineAgain(queries)}
      onClose={onClose}
    >
      <p>{t.cancelText}</p>
    </ConfirmOnce>
  )
}
