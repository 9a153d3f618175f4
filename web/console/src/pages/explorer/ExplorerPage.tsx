import { defineMessages, useMessages } from '@shared/i18n'
import { Page } from '@shared/ui'
import { OPEN_IN_EXPLORER } from './address'
import { examples } from './examples'
import './ExplorerPage.css'

const messages = defineMessages({
  zh: {
    title: '接口查询',
    lead: '用您自己的权限查询与页面相同的 GraphQL 接口：带结构文档、历史记录和可保存的查询，每次结果旁显示开销。',
    open: '打开查询器',
    start: '从一个例子开始',
  },
  en: {
    title: 'Explorer',
    lead: 'Query the same GraphQL API as the pages, with your own rights: with the schema’s docs, a history, saved operations, and the cost of each answer.',
    open: 'Open the explorer',
    start: 'Start from an example',
  },
})

/** The way into the explorer, which is a page of its own because its editor is large. */
export default function ExplorerPage() {
  const t = useMessages(messages)
  return (
    <Page title={t.title} width="narrow">
      <p>{t.lead}</p>
      <p>
        <a className="explorer-open" href={OPEN_IN_EXPLORER}>
          {t.open}
        </a>
      </p>
      <h2>{t.start}</h2>
      <ul className="explorer-examples">
        {examples.map(example => (
          <li key={example.name}>
            <a href={`${OPEN_IN_EXPLORER}#${encodeURIComponent(example.query)}`}>{example.name}</a>
            <pre>{example.query}</pre>
          </li>
        ))}
      </ul>
    </Page>
  )
}
