import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FreezeDocument, StartTrialDocument, UnfreezeDocument } from '../../gql/mine/graphql'
import { ConfirmOnce } from '../../shell/ConfirmOnce'
import { type Me, readMineAgain } from './queries'

type Action = 'trial' | 'freeze' | 'unfreeze'

const messages = defineMessages({
  zh: {
    trial: '开始免费体验',
    freeze: '冻结会籍',
    unfreeze: '恢复会籍',
    text: {
      trial: '每个手机号只能体验一次，从今天开始计算。',
      freeze: '冻结期间会籍不消耗天数，也不能享受权益；每个会期最多冻结 90 天，可随时恢复。',
      unfreeze: '会籍从今天起恢复，剩余天数顺延。',
    },
    done: { trial: '体验已开始', freeze: '会籍已冻结', unfreeze: '会籍已恢复' },
  },
  en: {
    trial: 'Start the free trial',
    freeze: 'Let it rest',
    unfreeze: 'Go on with it',
    text: {
      trial: 'There is one for each phone, and it begins today.',
      freeze:
        'While it rests no days are used up, and nothing is enjoyed. 90 days a term at most; you can go on at any time.',
      unfreeze: 'It goes on from today, and ends later by the days that it rested.',
    },
    done: { trial: 'The trial has begun', freeze: 'It rests', unfreeze: 'It goes on' },
  },
})

interface Input {
  member: string
  requestKey: string
}

const PERFORM = {
  trial: async (input: Input) => (await execute(StartTrialDocument, { input })).trialStart,
  freeze: async (input: Input) => (await execute(FreezeDocument, { input })).membershipFreeze,
  unfreeze: async (input: Input) => (await execute(UnfreezeDocument, { input })).membershipUnfreeze,
}

/** What a member can do with the membership itself, as it stands now. */
export function StandingActions({ me }: { me: Me }) {
  const t = useMessages(messages)
  const [asked, setAsked] = useState<Action | null>(null)
  const offered: Action[] = []
  if (me.viewerCanStartTrial) offered.push('trial')
  if (me.viewerCanFreeze) offered.push('freeze')
  if (me.viewerCanUnfreeze) offered.push('unfreeze')
  if (offered.length === 0) return null
  return (
    <div className="mine-actions">
      {offered.map(action => (
        <Button key={action} onClick={() => setAsked(action)}>
          {t[action]}
        </Button>
      ))}
      {asked ? <Ask action={asked} member={me.id} onClose={() => setAsked(null)} /> : null}
    </div>
  )
}

function Ask({ action, member, onClose }: { action: Action; member: string; onClose: () => void }) {
  const t = useMessages(messages)
  const queries = useQueryClient()
  return (
    <ConfirmOnce
      title={t[action]}
      done={t.done[action]}
      perform={requestKey => PERFORM[action]({ member, requestKey })}
      onDone={() => readMineAgain(queries)}
      onClose={onClose}
    >
      <p>{t.text[action]}</p>
    </ConfirmOnce>
  )
}
