import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { ConfirmIntent, useToast } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { MoveHomeDocument } from '../../gql/join/graphql'
import { useIntent } from '../../shell/useIntent'

const messages = defineMessages({
  zh: {
    move: '换到这里',
    sure: (chapter: string) => `归属分舵将换成${chapter}，180 天内不能再换。`,
    done: '归属分舵已更换',
  },
  en: {
    move: 'Move here',
    sure: (chapter: string) => `${chapter} becomes your home, and you cannot move again for 180 days.`,
    done: 'You have moved',
  },
})

interface MoveDialogProps {
  /** Who moves: oneself. */
  member: string
  to: { id: string; name: string }
  onClose: () => void
}

/** A member confirms a move to another home. */
export function MoveDialog({ member, to, onClose }: MoveDialogProps) {
  const t = useMessages(messages)
  const toast = useToast()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const intent = useIntent(
    async (input: { id: string; chapter: string; requestKey: string }) =>
      (await execute(MoveHomeDocument, { input })).memberMove,
    () => {
      toast({ tone: 'good', text: t.done })
      for (const key of ['mine', 'my-home']) void queries.invalidateQueries({ queryKey: [key] })
      void navigate('/mine/me')
    },
  )
  return (
    <ConfirmIntent
      title={t.move}
      intent={intent}
      onConfirm={() => intent.run({ id: member, chapter: to.id })}
      onClose={onClose}
    >
      <p>{t.sure(to.name)}</p>
    </ConfirmIntent>
  )
}
