import { asFault, execute, type Fault, useSession } from '@shared/api'
import { defineMessages, shanghaiDay, useMessages } from '@shared/i18n'
import { download } from '@shared/money'
import { Button, ConfirmDialog, FaultNotice, TextInput, UserErrors } from '@shared/ui'
import { useState } from 'react'
import { EraseMeDocument, MyExportDocument } from '../../gql/mine/graphql'
import { useOffline } from '../../offline'
import { useIntent } from '../../shell/useIntent'
import type { Me } from './queries'

const messages = defineMessages({
  zh: {
    export: '导出我的数据',
    exportText: '下载我们掌握的关于您的全部资料（JSON 文件）。',
    erase: '注销并删除我的资料',
    eraseText:
      '姓名、手机号等个人资料将被永久删除，无法恢复；剩余会籍和积分随之作废，不自动退款。如需退款，请先在订单中申请。依法须保留的订单账目会保留，但不再能识别到您。',
    word: '注销',
    type: (word: string) => `请输入“${word}”以确认`,
    confirm: '永久删除',
  },
  en: {
    export: 'Export my data',
    exportText: 'Everything that is known of you, as one JSON file.',
    erase: 'Erase my data',
    eraseText:
      'Your name, phone and all that is personal are gone for good. What is left of your membership and points is lost, and nothing goes back by itself: ask for a refund of the order first. What the law wants kept of orders stays, and names nobody.',
    word: 'erase',
    type: (word: string) => `Type “${word}” to confirm`,
    confirm: 'Erase for good',
  },
})

/** What the law gives a member: a copy of all that is known, and to be forgotten. */
export function MyData({ me, online }: { me: Me; online: boolean }) {
  const t = useMessages(messages)
  const [erasing, setErasing] = useState(false)
  return (
    <div className="form">
      <Export online={online} />
      <Button variant="danger" icon="trash" disabled={!online} onClick={() => setErasing(true)}>
        {t.erase}
      </Button>
      {erasing ? <Erase member={me.id} onClose={() => setErasing(false)} /> : null}
    </div>
  )
}

function Export({ online }: { online: boolean }) {
  const t = useMessages(messages)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault | null>(null)
  const save = async () => {
    setBusy(true)
    setFault(null)
    try {
      // Not a query: the whole of it must stay in no cache.
      const { myMembership } = await execute(MyExportDocument, {})
      const text = JSON.stringify(myMembership?.export, null, 2)
      const name = `flotilla-${shanghaiDay(Date.now())}.json`
      download(name, new Blob([text], { type: 'application/json' }))
    } catch (error) {
      setFault(asFault(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <p className="soft">{t.exportText}</p>
      <Button icon="download" busy={busy} disabled={!online} onClick={() => void save()}>
        {t.export}
      </Button>
      {fault ? <FaultNotice error={fault} /> : null}
    </>
  )
}

function Erase({ member, onClose }: { member: string; onClose: () => void }) {
  const t = useMessages(messages)
  const session = useSession()
  const offline = useOffline()
  const [typed, setTyped] = useState('')
  const intent = useIntent(
    async (input: { id: string; requestKey: string }) =>
      (await execute(EraseMeDocument, { input })).memberErase,
    // The account is gone with its data, or has nothing left to show: nothing of it stays on the phone.
    () => void session.signOut(() => offline.signedOut()).catch(() => session.leave()),
  )
  return (
    <ConfirmDialog
      open
      danger
      title={t.erase}
      confirmLabel={t.confirm}
      busy={intent.busy}
      disabled={typed.trim() !== t.word}
      onConfirm={() => intent.run({ id: member })}
      onClose={onClose}
    >
      <div className="form">
        <p>{t.eraseText}</p>
        <TextInput label={t.type(t.word)} autoComplete="off" value={typed} onChange={setTyped} />
        <UserErrors errors={intent.errors} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </ConfirmDialog>
  )
}
