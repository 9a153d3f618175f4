import { timeText, useLanguage, useMessages } from '@shared/i18n'
import { Button, Empty, Notice, Page, QueryView } from '@shared/ui'
import { useState } from 'react'
import { ChaptersNav } from '../ChaptersNav'
import { OpenDialog } from '../changes/OpenDialog'
import { useAddressParam } from '../useAddressParam'
import { useMayManage } from '../useMayManage'
import { AsOf } from './AsOf'
import { messages } from './messages'
import { TreeBoard } from './TreeBoard'
import { useTree } from './useTree'
import './TreePage.css'

/** All chapters as one tree, as it is or as it was. What is chosen stands in the address, so that it can be passed on. */
export default function TreePage() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [asOfText, setAsOf] = useAddressParam('asOf')
  const [vacant, setVacant] = useAddressParam('vacant')
  const [start] = useAddressParam('at')
  const [opening, setOpening] = useState(false)
  const mayManage = useMayManage()
  const asOf = instant(asOfText)
  const tree = useTree(asOf)
  return (
    <Page
      title={t.title}
      actions={
        mayManage && !asOf ? (
          <Button variant="primary" icon="plus" onClick={() => setOpening(true)}>
            {t.open}
          </Button>
        ) : null
      }
    >
      <ChaptersNav />
      {asOf ? (
        <Notice
          tone="warn"
          title={t.asOfBanner(timeText(asOf, 'full', language))}
          action={<Button onClick={() => setAsOf(null)}>{t.now}</Button>}
        >
          {t.asOfText}
        </Notice>
      ) : null}
      <QueryView
        query={tree}
        rows={12}
        empty={index => index.count === 0}
        whenEmpty={<Empty title={t.nothing}>{t.nothingText}</Empty>}
      >
        {index => (
          <TreeBoard
            // Another time has other rows: what is open is worked out anew.
            key={asOf ?? 'now'}
            index={index}
            past={asOf !== null}
            vacantOnly={vacant === '1'}
            onVacantOnly={only => setVacant(only ? '1' : null)}
            start={start}
            tools={<AsOf key={asOf} asOf={asOf} onChange={setAsOf} />}
          />
        )}
      </QueryView>
      <OpenDialog open={opening} onClose={() => setOpening(false)} />
    </Page>
  )
}

/** An instant out of an address, where anybody may write anything. */
function instant(text: string | null): string | null {
  const at = Date.parse(text ?? '')
  // The text itself goes on: the server's instants are finer than a `Date`, and a cut one lies before the change.
  return Number.isNaN(at) || at > Date.now() ? null : text
}
