import { execute } from '@shared/api'
import { defineMessages, modeName, useLanguage, useMessages } from '@shared/i18n'
import { Button, ButtonLink, Dialog, Empty, QueryView, SearchBox } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { PolicyKeysDocument } from '../../gql/graphql'
import { draftPath } from './addresses'
import './policies.css'

const messages = defineMessages({
  zh: {
    publish: '发布政策',
    title: '要发布哪项政策？',
    hint: '选一项，接着填写内容和范围，确认后下发到各级分舵。',
    search: '查找政策',
    none: '没有找到',
    empty: '还没有登记任何政策',
    define: '登记新政策',
  },
  en: {
    publish: 'Publish a policy',
    title: 'Which policy is it about?',
    hint: 'Choose one, then fill in what it says and for whom. It goes down the tree once you confirm.',
    search: 'Find policies',
    none: 'None was found',
    empty: 'No policy is defined yet',
    define: 'Define a policy',
  },
})

/** The way into publishing: a button that asks for the policy and leads to the editor. */
export function PublishStart({ size }: { size?: 's' | 'm' | 'l' }) {
  const t = useMessages(messages)
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="primary" icon="send" size={size} onClick={() => setOpen(true)}>
        {t.publish}
      </Button>
      <Dialog open={open} title={t.title} onClose={() => setOpen(false)}>
        {open ? <Choice /> : null}
      </Dialog>
    </>
  )
}

function Choice() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [text, setText] = useState('')
  const keys = useQuery({
    queryKey: ['policies', 'keys'],
    queryFn: ({ signal }) => execute(PolicyKeysDocument, { prefix: '' }, { signal }),
  })
  const sought = text.trim().toLowerCase()
  return (
    <>
      <p className="publish-start-hint">{t.hint}</p>
      <QueryView
        query={keys}
        empty={({ policies }) => policies.length === 0}
        whenEmpty={<Empty title={t.empty} action={<ButtonLink to="/policies/new">{t.define}</ButtonLink>} />}
      >
        {({ policies }) => {
          const found = policies.filter(
            ({ key, title }) => key.includes(sought) || title.toLowerCase().includes(sought),
          )
          return (
            <>
              {policies.length > 6 ? <SearchBox label={t.search} value={text} onChange={setText} /> : null}
              <ul className="publish-start-list">
                {found.map(({ key, title, mode }) => (
                  <li key={key}>
                    <Link to={draftPath(key)}>
                      <strong>{title}</strong>
                      <span>
                        <code>{key}</code> · {modeName(language, mode)}
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
              {found.length === 0 ? <p>{t.none}</p> : null}
            </>
          )
        }}
      </QueryView>
    </>
  )
}
