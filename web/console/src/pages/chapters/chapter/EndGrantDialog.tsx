import { execute } from '@shared/api'
import { roleName, useLanguage, useMessages } from '@shared/i18n'
import { ConfirmDialog, FaultNotice, TextArea, UserErrors, useToast } from '@shared/ui'
import { useState } from 'react'
import { EndGrantHereDocument } from '../../../gql/graphql'
import { fieldError, otherErrors, useIntent } from '../changes/useIntent'
import type { GrantRow } from './Grants'
import { messages } from './grantMessages'
import '../changes/ChangeDialog.css'

/** Asks why, and then ends a grant. */
export function EndGrantDialog({ grant, onClose }: { grant: GrantRow; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [reason, setReason] = useState('')
  const intent = useIntent({
    perform: async (input: { id: string; reason: string; requestKey?: string }) =>
      (await execute(EndGrantHereDocument, { input })).grantEnd,
    onDone: () => {
      toast({ tone: 'good', text: t.endDone })
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      danger
      title={t.endTitle(roleName(language, grant.role), grant.holder?.name ?? t.unknown)}
      confirmLabel={t.endConfirm}
      busy={intent.busy}
      disabled={reason.trim() === ''}
      onConfirm={() => intent.run({ id: grant.id, reason: reason.trim() })}
      onClose={onClose}
    >
      <div className="change-dialog">
        <p>{t.endText}</p>
        <TextArea
          label={t.reason}
          required
          value={reason}
          onChange={setReason}
          error={fieldError(intent.errors, 'reason', language)}
        />
        <UserErrors errors={otherErrors(intent.errors, ['reason'])} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </ConfirmDialog>
  )
}
