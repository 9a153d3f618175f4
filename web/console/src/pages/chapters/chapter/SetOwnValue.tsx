import { execute } from '@shared/api'
import { useMessages } from '@shared/i18n'
import { check, filledFrom, limitsOf, pathInValue, SchemaForm, titleInYuan } from '@shared/policies'
import { Button, Dialog, FaultNotice, QueryView, UserErrors, useToast } from '@shared/ui'
import { useState } from 'react'
import { type ChapterValueQuery, SetOwnValueDocument } from '../../../gql/graphql'
import { useIntent } from '../changes/useIntent'
import { useValue } from './queries'
import type { ValueDialogProps } from './Values'
import { messages } from './valueMessages'
import '../changes/ChangeDialog.css'

type Value = NonNullable<NonNullable<ChapterValueQuery['chapter']>['value']>

/** Sets the chapter's own value within what stands above. */
export function SetOwnValue(props: ValueDialogProps) {
  const t = useMessages(messages)
  const value = useValue(props.id, props.policy)
  // The form begins with what is in force once that is known; until then there is nothing to send.
  if (value.data) return <OwnValueForm {...props} value={value.data} />
  return (
    <Dialog open onClose={props.onClose} size="l" title={t.setOf(titleInYuan(props.title))}>
      <QueryView query={value} rows={4}>
        {() => null}
      </QueryView>
    </Dialog>
  )
}

function OwnValueForm({ id, policy, title, onClose, value: known }: ValueDialogProps & { value: Value }) {
  const t = useMessages(messages)
  const toast = useToast()
  const [value, setValue] = useState<unknown>(known.own ?? known.above)
  const [tried, setTried] = useState(false)
  const { schema } = known.policy
  const hints = { policyKey: policy, title }
  const limits = known.policy.mode === 'BOUNDED' && known.above !== null ? limitsOf(known.above) : undefined
  const intent = useIntent({
    perform: async (input: { chapter: string; key: string; value: unknown; requestKey?: string }) =>
      (await execute(SetOwnValueDocument, { input })).policyOverrideSet,
    onDone: () => {
      toast({ tone: 'good', text: t.setDone })
      onClose()
    },
  })
  const submit = () => {
    setTried(true)
    const problems = check(schema, limits ? filledFrom(limits.above, value) : value, hints)
    if (problems.length === 0 && !intent.busy) intent.run({ chapter: id, key: policy, value })
  }
  // What is wrong within the value stands at its fields in the form.
  const others = intent.errors.filter(error => pathInValue(value, error.field) === undefined)
  return (
    <Dialog
      open
      onClose={onClose}
      size="l"
      title={t.setOf(titleInYuan(title))}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" variant="primary" busy={intent.busy}>
            {t.confirm}
          </Button>
        </>
      }
    >
      <div className="change-dialog">
        <p>{t.keep}</p>
        <SchemaForm
          schema={schema}
          {...hints}
          value={value}
          onChange={setValue}
          limits={limits}
          errors={intent.errors}
          showAll={tried}
        />
        <UserErrors errors={others} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </Dialog>
  )
}
