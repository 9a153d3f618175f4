import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { type Correction, RegionPicker, updateInput } from '@shared/members'
import { Button, Dialog, FaultNotice, NumberInput, TextInput, UserErrors, useToast } from '@shared/ui'
import { useState } from 'react'
import { CorrectMemberDocument } from '../../gql/graphql'
import { fieldError, otherErrors, useIntent } from '../chapters/changes/useIntent'
import type { MemberFacts } from './queries'
import { searchRegions, useRegion } from './regions'
import '../chapters/changes/ChangeDialog.css'

const messages = defineMessages({
  zh: {
    title: '更正会员资料',
    name: '姓名',
    nameHint: (masked: string) => `现为 ${masked}；留空则不变`,
    birthYear: '出生年份',
    region: '所在区划',
    consequence: '审计日志只记录改了哪几项，不记录内容。',
    confirm: '更正',
    cancel: '取消',
    done: '会员资料已更正',
  },
  en: {
    title: 'Correct a member',
    name: 'Name',
    nameHint: (masked: string) => `It is ${masked} now; left empty it stays`,
    birthYear: 'Year of birth',
    region: 'Division',
    consequence: 'The audit log tells which of these were corrected, and not what they say.',
    confirm: 'Correct',
    cancel: 'Cancel',
    done: 'The member is corrected',
  },
})

const FIELDS = ['name', 'birthYear', 'region']

/** Corrects what is known of a member. */
export function CorrectDialog({ member, onClose }: { member: MemberFacts; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const known = { birthYear: member.birthYear, region: useRegion(member.region) }
  const [wanted, setWanted] = useState<Correction>({ ...known, name: '' })
  const set = (change: Partial<Correction>) => setWanted({ ...wanted, ...change })
  const input = updateInput(member.id, known, wanted)
  const intent = useIntent({
    perform: async (input: NonNullable<ReturnType<typeof updateInput>>) =>
      (await execute(CorrectMemberDocument, { input })).memberUpdate,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  const error = (field: string) => fieldError(intent.errors, field, language)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.title}
      onSubmit={() => input && !intent.busy && intent.run(input)}
      footer={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" variant="primary" busy={intent.busy} disabled={input === null}>
            {t.confirm}
          </Button>
        </>
      }
    >
      <div className="change-dialog">
        <TextInput
          label={t.name}
          hint={t.nameHint(member.name ?? '—')}
          autoComplete="off"
          maxLength={60}
          value={wanted.name}
          onChange={name => set({ name })}
          error={error('name')}
        />
        <NumberInput
          label={t.birthYear}
          step={1}
          value={wanted.birthYear}
          onChange={birthYear => set({ birthYear })}
          error={error('birthYear')}
        />
        <RegionPicker
          label={t.region}
          value={wanted.region}
          onChange={region => set({ region })}
          search={searchRegions}
          error={error('region')}
        />
        <p>{t.consequence}</p>
        <UserErrors errors={otherErrors(intent.errors, FIELDS)} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </Dialog>
  )
}
