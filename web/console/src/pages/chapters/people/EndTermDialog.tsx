import { execute } from '@shared/api'
import type { Office } from '@shared/gql/schema'
import { useMessages } from '@shared/i18n'
import { ConfirmDialog, FaultNotice, UserErrors, useToast } from '@shared/ui'
import { EndTermDocument } from '../../../gql/graphql'
import { useIntent } from '../changes/useIntent'
import { messages } from './messages'
import '../changes/ChangeDialog.css'

interface EndTermDialogProps {
  term: { id: string; office: Office; holder: { name: string } | null }
  onClose: () => void
}

/** Asks before a term of office ends. */
export function EndTermDialog({ term, onClose }: EndTermDialogProps) {
  const t = useMessages(messages)
  const toast = useToast()
  const intent = useIntent({
    perform: async (input: { id: string; requestKey?: string }) =>
      (await execute(EndTermDocument, { input })).termEnd,
    onDone: () => {
      toast({ tone: 'good', text: t.endDone })
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      danger
      title={t.endTitle(term.holder?.name ?? t.unknown)}
      confirmLabel={t.end}
      busy={intent.busy}
      onConfirm={() => intent.run({ id: term.id })}
      onClose={onClose}
    >
      <div className="change-dialog">
        <p>{t.endText}</p>
        {term.office === 'HELMSMAN' ? <p>{t.endVacant}</p> : null}
        <UserErrors errors={intent.errors} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </ConfirmDialog>
  )
}
