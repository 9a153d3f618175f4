import { defineMessages, useMessages } from '@shared/i18n'
import { Button } from '@shared/ui'
import { useState } from 'react'
import { PublishStart } from '../policies/PublishStart'

const messages = defineMessages({
  zh: {
    title: '发布政策，三步完成',
    hide: '知道了，不再显示',
    steps: {
      choose: { title: '选政策', text: '比如会员价格、每月活动场次。没有的话先登记一项。' },
      write: { title: '填内容、选范围', text: '填好值和说明，在分舵树上选发给谁，随时看到会送达多少分舵。' },
      publish: { title: '确认发布', text: '总部 → 省 → 市 → 县逐级送达，进度实时可见，谁没确认一目了然。' },
    },
  },
  en: {
    title: 'A policy is published in three steps',
    hide: 'Got it, do not show this again',
    steps: {
      choose: {
        title: 'Choose a policy',
        text: 'The price of membership, events per month. Define one if there is none yet.',
      },
      write: {
        title: 'Say what, and to whom',
        text: 'Fill in the value and the text, choose on the tree who gets it, and see how many chapters that is.',
      },
      publish: {
        title: 'Publish it',
        text: 'It goes from headquarters to provinces, prefectures and counties while you watch, and you see who has not acknowledged it.',
      },
    },
  },
})

const STORED = 'flotilla.console.first-steps'

function wasHidden(): boolean {
  try {
    return localStorage.getItem(STORED) === 'hidden'
  } catch {
    return false
  }
}

/** How a policy is published, until the reader knows it. */
export function FirstSteps() {
  const t = useMessages(messages)
  const [hidden, setHidden] = useState(wasHidden)
  if (hidden) return null
  const hide = () => {
    setHidden(true)
    try {
      localStorage.setItem(STORED, 'hidden')
    } catch {
      // It then comes again with the next visit.
    }
  }
  return (
    <section className="overview-first" aria-labelledby="overview-first-title">
      <h2 id="overview-first-title">{t.title}</h2>
      <ol>
        {[t.steps.choose, t.steps.write, t.steps.publish].map(({ title, text }) => (
          <li key={title}>
            <strong>{title}</strong>
            <span>{text}</span>
          </li>
        ))}
      </ol>
      <div className="overview-first-actions">
        <PublishStart size="l" />
        <Button variant="quiet" onClick={hide}>
          {t.hide}
        </Button>
      </div>
    </section>
  )
}
