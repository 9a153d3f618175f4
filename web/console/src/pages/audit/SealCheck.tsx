import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button, FaultNotice, Notice, Time } from '@shared/ui'
import { useMutation } from '@tanstack/react-query'
import { VerifyAuditDocument } from '../../gql/graphql'

const messages = defineMessages({
  zh: {
    verify: '验证封存',
    working: '正在逐条核对',
    whole: '日志完整，没有被改动',
    partly: '已核对的部分没有被改动',
    broken: '日志被改动过',
    advice: '请保留数据库现状并联系负责人；用 flotilla doctor --audit 可以得到同样的结论。',
    counted: (sealed: string, waiting: string) => `已核对 ${sealed} 条封存记录，${waiting} 条等待封存。`,
    reached: (verified: string, sealed: string) => `时间有限，只核对了 ${sealed} 条中的前 ${verified} 条。`,
    rest: 'flotilla doctor --audit 可以核对全部。',
    asOf: '截至',
  },
  en: {
    verify: 'Verify the seal',
    working: 'Following the chain',
    whole: 'The log is whole; nothing in it was changed',
    partly: 'Nothing was changed in what was checked',
    broken: 'The log has been changed',
    advice:
      'Keep the database as it is and tell whoever is responsible; flotilla doctor --audit says the same.',
    counted: (sealed: string, waiting: string) =>
      `${sealed} sealed entries are true, ${waiting} wait to be sealed.`,
    reached: (verified: string, sealed: string) =>
      `Time ran out: the first ${verified} of ${sealed} sealed entries were checked.`,
    rest: 'flotilla doctor --audit checks all of them.',
    asOf: 'As of',
  },
})

/** Follows the chain of seals through the whole log when asked to. */
export function SealCheck() {
  const t = useMessages(messages)
  const check = useMutation({ mutationFn: () => execute(VerifyAuditDocument, {}) })
  const verdict = check.data?.auditVerification
  return (
    <div className="audit-seal" aria-live="polite">
      <div>
        <Button icon="lock" busy={check.isPending} onClick={() => check.mutate()}>
          {check.isPending ? t.working : t.verify}
        </Button>
      </div>
      {check.error ? <FaultNotice error={check.error} /> : null}
      {verdict ? (
        <Notice
          tone={verdict.whole ? (verdict.complete ? 'good' : 'warn') : 'bad'}
          title={verdict.whole ? (verdict.complete ? t.whole : t.partly) : t.broken}
        >
          <p>
            {verdict.complete
              ? t.counted(verdict.verified, verdict.waiting)
              : t.reached(verdict.verified, verdict.sealed)}{' '}
            {t.asOf} <Time at={verdict.asOf} style="full" />
          </p>
          {verdict.complete ? null : <p>{t.rest}</p>}
          {verdict.whole ? null : (
            <>
              <ul>
                {verdict.findings.map(finding => (
                  <li key={finding}>{finding}</li>
                ))}
              </ul>
              <p>{t.advice}</p>
            </>
          )}
        </Notice>
      ) : null}
    </div>
  )
}
