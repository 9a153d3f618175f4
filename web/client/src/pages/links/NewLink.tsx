import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { CHANNEL_KEYS, channelName } from '@shared/i18n/growthNames'
import { Button, Dialog, FaultNotice, Select, TextInput, UserErrors, useToast } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { MakeLinkDocument, type ReferralChannel } from '../../gql/links/graphql'
import { useIntent } from '../../shell/useIntent'

/** Where a chapter may share a link: inside the app members share their own. */
const CHANNELS = CHANNEL_KEYS.filter(channel => channel !== 'APP')

const messages = defineMessages({
  zh: {
    title: '新建推广链接',
    channel: '用在哪里',
    campaign: '活动名称',
    campaignHint: '印在海报上，可不填',
    cancel: '返回',
    make: '新建',
    done: '链接已建好',
  },
  en: {
    title: 'New link',
    channel: 'Where it is shared',
    campaign: 'Campaign',
    campaignHint: 'Stands on the poster; may be left empty',
    cancel: 'Back',
    make: 'Make it',
    done: 'The link is there',
  },
})

/** Makes a link of the chapter. */
export function NewLink({ chapter, onClose }: { chapter: string; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const queries = useQueryClient()
  const [channel, setChannel] = useState<ReferralChannel>('POSTER')
  const [campaign, setCampaign] = useState('')
  const intent = useIntent(
    async (input: {
      chapter: string
      channel: ReferralChannel
      campaign: string | null
      requestKey: string
    }) => (await execute(MakeLinkDocument, { input })).referralLinkCreate,
    () => {
      toast({ tone: 'good', text: t.done })
      void queries.invalidateQueries({ queryKey: ['links', chapter] })
      onClose()
    },
  )
  return (
    <Dialog
      open
      title={t.title}
      onClose={onClose}
      onSubmit={() => !intent.busy && intent.run({ chapter, channel, campaign: campaign.trim() || null })}
      footer={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" variant="primary" busy={intent.busy}>
            {t.make}
          </Button>
        </>
      }
    >
      <div className="form">
        <Select<ReferralChannel>
          label={t.channel}
          value={channel}
          onChange={setChannel}
          options={CHANNELS.map(value => ({ value, label: channelName(language, value) }))}
        />
        <TextInput
          label={t.campaign}
          hint={t.campaignHint}
          maxLength={40}
          value={campaign}
          onChange={setCampaign}
        />
        <UserErrors errors={intent.errors} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </Dialog>
  )
}
