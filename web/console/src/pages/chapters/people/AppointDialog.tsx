import { execute } from '@shared/api'
import type { Office } from '@shared/gql/schema'
import { officeName, useLanguage, useMessages } from '@shared/i18n'
import {
  Button,
  DateTimeInput,
  Dialog,
  FaultNotice,
  Notice,
  RadioGroup,
  TextInput,
  UserErrors,
  useToast,
} from '@shared/ui'
import { useState } from 'react'
import { AppointHelmsmanDocument } from '../../../gql/graphql'
import { fieldError, otherErrors, useIntent } from '../changes/useIntent'
import { PersonPicker } from '../pick/PersonPicker'
import type { FoundPerson } from '../pick/pick'
import { messages } from './messages'
import '../changes/ChangeDialog.css'

interface AppointInput {
  chapter: string
  office: Office
  account?: string
  phone?: string
  name?: string
  endsAt?: string | null
  requestKey?: string
}

interface AppointDialogProps {
  chapter: { id: string; name: string; vacant: boolean }
  /** The offices that may be filled by whoever is signed in. */
  offices: readonly Office[]
  onClose: () => void
}

const FIELDS = ['account', 'phone', 'name', 'endsAt']

/** Puts somebody into office: somebody with an account, or somebody new by phone and name. */
export function AppointDialog({ chapter, offices, onClose }: AppointDialogProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const possible = offices.filter(office => office === 'DEPUTY' || chapter.vacant)
  const [office, setOffice] = useState<Office | null>(possible[0] ?? null)
  const [way, setWay] = useState<'known' | 'fresh'>('fresh')
  const [person, setPerson] = useState<FoundPerson | null>(null)
  const [phone, setPhone] = useState('')
  const [name, setName] = useState('')
  const [endsAt, setEndsAt] = useState<string | null>(null)
  const intent = useIntent({
    perform: async (input: AppointInput) =>
      (await execute(AppointHelmsmanDocument, { input })).helmsmanAppoint,
    onDone: () => {
      toast({ tone: 'good', text: t.done(chapter.name) })
      onClose()
    },
  })
  const who =
    way === 'known'
      ? person && { account: person.id }
      : phone.trim() && name.trim()
        ? { phone: phone.trim(), name: name.trim() }
        : null
  const error = (field: string) => fieldError(intent.errors, field, language)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.appointTitle(chapter.name)}
      onSubmit={() =>
        who && office && !intent.busy && intent.run({ chapter: chapter.id, office, ...who, endsAt })
      }
      footer={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" variant="primary" busy={intent.busy} disabled={!who || !office}>
            {t.confirm}
          </Button>
        </>
      }
    >
      <div className="change-dialog">
        {offices.includes('HELMSMAN') && !chapter.vacant ? (
          <Notice tone="info">{t.officeTaken}</Notice>
        ) : null}
        <RadioGroup
          legend={t.office}
          value={office}
          onChange={setOffice}
          options={possible.map(value => ({ value, label: officeName(language, value) }))}
        />
        <RadioGroup
          legend={t.who}
          value={way}
          onChange={setWay}
          options={[
            { value: 'fresh', label: t.fresh },
            { value: 'known', label: t.known },
          ]}
        />
        {way === 'known' ? (
          <PersonPicker
            label={t.account}
            hint={t.accountHint}
            required
            value={person}
            onChange={setPerson}
            error={error('account')}
          />
        ) : (
          <>
            <TextInput
              label={t.phone}
              hint={t.phoneHint}
              type="tel"
              inputMode="tel"
              required
              value={phone}
              onChange={setPhone}
              error={error('phone')}
            />
            <TextInput label={t.name} required value={name} onChange={setName} error={error('name')} />
          </>
        )}
        <DateTimeInput
          label={t.endsAt}
          hint={t.endsAtHint}
          value={endsAt}
          onChange={setEndsAt}
          min={new Date().toISOString()}
          error={error('endsAt')}
        />
        <p>{t.consequence}</p>
        <UserErrors errors={otherErrors(intent.errors, FIELDS)} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </Dialog>
  )
}

/** The offices of a chapter that somebody with these rights may fill. */
export function officesOf(viewerCan: readonly string[]): Office[] {
  const offices: Office[] = []
  if (viewerCan.includes('HELMSMAN_APPOINT')) offices.push('HELMSMAN')
  if (viewerCan.includes('DEPUTY_APPOINT')) offices.push('DEPUTY')
  return offices
}
