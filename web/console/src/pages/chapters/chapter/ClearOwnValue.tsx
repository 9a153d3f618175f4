import { execute } from '@shared/api'
import { useMessages } from '@shared/i18n'
import { titleInYuan, ValueDiff } from '@shared/policies'
import { ConfirmDialog, FaultNotice, QueryView, UserErrors, useToast } from '@shared/ui'
import { ClearOwnValueDocument } from '../../../gql/graphql'
import { useIntent } from '../changes/useIntent'
import { useValue } from './queries'
import type { ValueDialogProps } from './Values'
import { messages } from './valueMessages'
import '../changes/ChangeDialog.css'

/** Asks before the chapter's own value is taken back, and shows what holds then. */
export function ClearOwnValue({ id, policy, title, onClose }: ValueDialogProps) {
  const t = useMessages(messages)
  const toast = useToast()
  const value = useValue(id, policy)
  const intent = useIntent({
    perform: async (input: { chapter: string; key: string; requestKey?: string }) =>
      (await execute(ClearOwnValueDocument, { input })).policyOverrideClear,
    onDone: () => {
      toast({ tone: 'good', text: t.clearDone })
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      title={t.clearTitle(titleInYuan(title))}
      confirmLabel={t.clear}
      busy={intent.busy}
      onConfirm={() => intent.run({ chapter: id, key: policy })}
      onClose={onClose}
    >
      <div className="change-dialog">
        <p>{t.clearText}</p>
        <QueryView query={value} rows={2}>
          {({ value, above, policy: { schema } }) => (
            <ValueDiff before={value} after={above} schema={schema} policyKey={policy} title={title} />
          )}
        </QueryView>
        <UserErrors errors={intent.errors} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </ConfirmDialog>
  )
}
