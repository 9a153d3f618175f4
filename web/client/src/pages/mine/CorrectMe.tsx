import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { updateInput } from '@shared/members'
import { Button, Dialog, FaultNotice, NumberInput, TextInput, UserErrors, useToast } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { CorrectMeDocument } from '../../gql/mine/graphql'
import { useIntent } from '../../shell/useIntent'
import { type Me, readMineAgain } from './queries'

const messages = defineMessages({
  zh: {
    title: '更正资料',
    name: '姓名',
    birthYear: '出生年份',
    cancel: '返回',
    save: '保存',
    done: '资料已更正',
  },
  en: {
    title: 'Correct my data',
    name: 'Name',
    birthYear: 'Year of birth',
    cancel: 'Back',
    save: 'Save',
    done: 'It is corrected',
  },
})

/** Corrects what is known of oneself. */
export function CorrectMe({ me, onClose }: { me: Me; onClose: () => void }) {
  const t = useMessages(messages)
  const toast = useToast()
  const queries = useQueryClient()
  const [name, setName] = useState(me.name ?? '')
  const [birthYear, setBirthYear] = useState(me.birthYear)
  const wanted = { name: name.trim() === me.name ? '' : name, birthYear, region: null }
  const input = updateInput(me.id, { birthYear: me.birthYear, region: null }, wanted)
  const intent = useIntent(
    async (input: NonNullable<ReturnType<typeof updateInput>> & { requestKey: string }) =>
      (await execute(CorrectMeDocument, { input })).memberUpdate,
    () => {
      toast({ tone: 'good', text: t.done })
      readMineAgain(queries)
      onClose()
    },
  )
  return (
    <Dialog
      open
      title={t.title}
      onClose={onClose}
      onSubmit={() => input && !intent.busy && intent.run(input)}
      footer={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" variant="primary" busy={intent.busy} disabled={input === null}>
            {t.save}
          </Button>
        </>
      }
    >
      <div className="form">
        <TextInput
          label={t.name}
          required
          maxLength={60}
          autoComplete="name"
          value={name}
          onChange={setName}
        />
        <NumberInput label={t.birthYear} step={1} value={birthYear} onChange={setBirthYear} />
        <UserErrors errors={intent.errors} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </Dialog>
  )
}
