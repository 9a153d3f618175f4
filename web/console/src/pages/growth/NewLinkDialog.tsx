import { execute } from '@shared/api'
import type { ReferralChannel } from '@shared/gql/schema'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { CHANNEL_KEYS, channelName } from '@shared/i18n/growthNames'
import { Select, TextInput, useToast } from '@shared/ui'
import { useState } from 'react'
import { CreateLinkDocument, type ReferralLinkCreateInput } from '../../gql/graphql'
import { fieldError, useIntent } from '../chapters/changes/useIntent'
import { FormDialog } from '../money/FormDialog'

const messages = defineMessages({
  zh: {
    title: (name: string) => `生成推广链接：${name}`,
    channel: '渠道',
    campaign: '活动',
    campaignHint: '可以不填；最多 40 个字，例如“十二月读书会”',
    confirm: '生成',
    done: '推广链接已生成',
  },
  en: {
    title: (name: string) => `Make a link: ${name}`,
    channel: 'Channel',
    campaign: 'Campaign',
    campaignHint: 'May be left empty; 40 characters at most',
    confirm: 'Make',
    done: 'The link is made',
  },
})

interface NewLinkDialogProps {
  chapter: { id: string; name: string }
  onClose: () => void
}

/** Makes a link of a chapter. */
export function NewLinkDialog({ chapter, onClose }: NewLinkDialogProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [channel, setChannel] = useState<ReferralChannel>('POSTER')
  const [campaign, setCampaign] = useState('')
  const intent = useIntent({
    perform: async (input: ReferralLinkCreateInput) =>
      (await execute(CreateLinkDocument, { input })).referralLinkCreate,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  return (
    <FormDialog
      title={t.title(chapter.name)}
      confirm={t.confirm}
      ready
      intent={intent}
      fields={['channel', 'campaign']}
      onSubmit={() => intent.run({ chapter: chapter.id, channel, campaign: campaign.trim() || null })}
      onClose={onClose}
    >
      <Select
        label={t.channel}
        value={channel}
        onChange={setChannel}
        options={CHANNEL_KEYS.map(value => ({ value, label: channelName(language, value) }))}
        error={fieldError(intent.errors, 'channel', language)}
      />
      <TextInput
        label={t.campaign}
        hint={t.campaignHint}
        maxLength={40}
        value={campaign}
        onChange={setCampaign}
        error={fieldError(intent.errors, 'campaign', language)}
      />
    </FormDialog>
  )
}
