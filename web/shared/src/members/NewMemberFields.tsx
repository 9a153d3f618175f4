import './Person.css'
import type { ConsentPurpose } from '@shared/gql/schema'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Checkbox, Notice, NumberInput, TextInput } from '@shared/ui'
import { ASKED, CONSENT_TEXTS, TEXT_VERSION } from './consentTexts'
import { type Missing, maybeChild, type NewMember, type Region } from './form'
import { RegionPicker } from './RegionPicker'

const messages = defineMessages({
  zh: {
    phone: '手机号',
    phoneHint: '11 位中国大陆手机号；保存后只显示脱敏号码。',
    name: '姓名',
    birthYear: '出生年份',
    birthYearHint: '可不填',
    region: '所在区划',
    child: '未满 14 周岁须经监护人同意，由总部会员服务登记：请监护人联系总部。',
    consents: '以下内容须当面读给本人听，经本人表示后勾选',
    version: (version: string) => `文本版本 ${version}`,
    need: {
      phone: '请填写手机号。',
      name: '请填写姓名。',
      consents: '没有这项同意就不能登记。',
      guardian: '请核实监护人身份，经其同意后勾选。',
    },
  },
  en: {
    phone: 'Phone',
    phoneHint: 'The 11 digits of a mainland Chinese number. It is shown masked once it is kept.',
    name: 'Name',
    birthYear: 'Year of birth',
    birthYearHint: 'May be left empty',
    region: 'Division',
    child:
      'Somebody under 14 is registered by headquarters, with the consent of a guardian: ask them to write there.',
    consents: 'Read these out, and tick what the person says yes to',
    version: (version: string) => `Version ${version} of the text`,
    need: {
      phone: 'Enter the phone number.',
      name: 'Enter the name.',
      consents: 'Nobody is registered without this one.',
      guardian: 'Make sure that it is the guardian, and tick it once they have said yes.',
    },
  },
})

interface NewMemberFieldsProps {
  value: NewMember
  onChange: (value: NewMember) => void
  /** What is missing, once somebody has tried to send it. */
  missing: readonly Missing[]
  /** What the server found wrong with a field. */
  error: (field: string) => string | undefined
  searchRegions: (text: string, signal: AbortSignal) => Promise<readonly Region[]>
  /** Whether the reader may write down what a guardian says: at headquarters alone. */
  mayGuard?: boolean
}

/** Somebody who joins at a chapter. */
export function NewMemberFields({
  value,
  onChange,
  missing,
  error,
  searchRegions,
  mayGuard = false,
}: NewMemberFieldsProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const set = (change: Partial<NewMember>) => onChange({ ...value, ...change })
  const isChild = maybeChild(value.birthYear, new Date().getFullYear())
  const asked = isChild && mayGuard ? [...ASKED, 'GUARDIAN' as const] : ASKED
  const wrong = (field: Missing) => (missing.includes(field) ? t.need[field] : error(field))
  const tick = (purpose: ConsentPurpose, isGiven: boolean) =>
    set({
      consents: isGiven
        ? [...value.consents, purpose]
        : value.consents.filter(consent => consent !== purpose),
    })
  return (
    <div className="member-form">
      <TextInput
        label={t.phone}
        hint={t.phoneHint}
        type="tel"
        inputMode="tel"
        autoComplete="off"
        required
        value={value.phone}
        onChange={phone => set({ phone })}
        error={wrong('phone')}
      />
      <TextInput
        label={t.name}
        autoComplete="off"
        required
        maxLength={60}
        value={value.name}
        onChange={name => set({ name })}
        error={wrong('name')}
      />
      <NumberInput
        label={t.birthYear}
        hint={t.birthYearHint}
        step={1}
        value={value.birthYear}
        onChange={birthYear => set({ birthYear })}
        error={error('birthYear')}
      />
      {isChild && !mayGuard ? <Notice tone="warn">{t.child}</Notice> : null}
      <RegionPicker
        label={t.region}
        value={value.region}
        onChange={region => set({ region })}
        search={searchRegions}
        error={error('region')}
      />
      <p>
        {t.consents}（{t.version(TEXT_VERSION)}）
      </p>
      {asked.map(purpose => (
        <Checkbox
          key={purpose}
          label={CONSENT_TEXTS[purpose][language]}
          checked={value.consents.includes(purpose)}
          onChange={isGiven => tick(purpose, isGiven)}
          error={
            purpose === 'SERVICE' ? wrong('consents') : purpose === 'GUARDIAN' ? wrong('guardian') : undefined
          }
        />
      ))}
    </div>
  )
}
