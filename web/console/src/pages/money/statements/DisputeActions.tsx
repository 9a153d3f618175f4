import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { MoneyInput } from '@shared/money'
import { Button, RadioGroup, TextArea, useToast } from '@shared/ui'
import { useState } from 'react'
import {
  AnswerDisputeDocument,
  type DisputeFactsFragment,
  type DisputeRuleInput,
  RuleDisputeDocument,
} from '../../../gql/graphql'
import { fieldError, useIntent } from '../../chapters/changes/useIntent'
import { FormDialog } from '../FormDialog'
import { TextDialog } from '../TextDialog'
import '../money.css'

const messages = defineMessages({
  zh: {
    answer: '答复',
    answerText: '答复后由另一人裁定。',
    answered: '异议已答复',
    rule: '裁定',
    verdict: '结论',
    upheld: '异议成立',
    rejected: '异议不成立',
    granted: '补付金额',
    ruling: '理由',
    done: '异议已裁定',
    consequence: '成立的金额记入下期对账单；其余解冻。',
  },
  en: {
    answer: 'Answer',
    answerText: 'Somebody else rules on it then.',
    answered: 'The objection is answered',
    rule: 'Rule',
    verdict: 'Verdict',
    upheld: 'Upheld',
    rejected: 'Rejected',
    granted: 'Granted',
    ruling: 'Reason',
    done: 'The objection is ruled on',
    consequence: 'What is granted stands in the next statement; the rest is no longer held back.',
  },
})

/** What the reader may do about an objection now. */
export function DisputeActions({ dispute }: { dispute: DisputeFactsFragment }) {
  const t = useMessages(messages)
  const [open, setOpen] = useState<'answer' | 'rule' | null>(null)
  const close = () => setOpen(null)
  if (!dispute.viewerCanAnswer && !dispute.viewerCanRule) return '—'
  return (
    <div className="money-actions">
      {dispute.viewerCanAnswer ? (
        <Button size="s" onClick={() => setOpen('answer')}>
          {t.answer}
        </Button>
      ) : null}
      {dispute.viewerCanRule ? (
        <Button size="s" onClick={() => setOpen('rule')}>
          {t.rule}
        </Button>
      ) : null}
      {open === 'answer' ? (
        <TextDialog
          title={t.answer}
          label={t.answer}
          field="answer"
          confirm={t.answer}
          done={t.answered}
          perform={async ({ text, requestKey }) => {
            const input = { id: dispute.id, answer: text, requestKey }
            return (await execute(AnswerDisputeDocument, { input })).disputeAnswer
          }}
          onClose={close}
        >
          <p>{t.answerText}</p>
        </TextDialog>
      ) : null}
      {open === 'rule' ? <RuleDialog dispute={dispute} onClose={close} /> : null}
    </div>
  )
}

function RuleDialog({ dispute, onClose }: { dispute: DisputeFactsFragment; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [verdict, setVerdict] = useState<'UPHELD' | 'REJECTED'>('REJECTED')
  const [granted, setGranted] = useState<string | null>(dispute.amount)
  const [ruling, setRuling] = useState('')
  const uphold = verdict === 'UPHELD'
  const said = ruling.trim()
  const intent = useIntent({
    perform: async (input: DisputeRuleInput) => (await execute(RuleDisputeDocument, { input })).disputeRule,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  return (
    <FormDialog
      title={t.rule}
      confirm={t.rule}
      ready={said !== '' && (!uphold || granted !== null)}
      intent={intent}
      fields={['granted', 'ruling']}
      onSubmit={() => intent.run({ id: dispute.id, uphold, ruling: said, granted: uphold ? granted : null })}
      onClose={onClose}
    >
      <RadioGroup<'UPHELD' | 'REJECTED'>
        legend={t.verdict}
        value={verdict}
        onChange={setVerdict}
        options={[
          { value: 'REJECTED', label: t.rejected },
          { value: 'UPHELD', label: t.upheld },
        ]}
      />
      {uphold ? (
        <MoneyInput
          label={t.granted}
          required
          value={granted}
          onChange={setGranted}
          error={fieldError(intent.errors, 'granted', language)}
        />
      ) : null}
      <TextArea
        label={t.ruling}
        required
        rows={3}
        maxLength={200}
        value={ruling}
        onChange={setRuling}
        error={fieldError(intent.errors, 'ruling', language)}
      />
      <p>{t.consequence}</p>
    </FormDialog>
  )
}
