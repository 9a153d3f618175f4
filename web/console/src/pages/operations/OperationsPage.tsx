import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Badge, DataTable, Notice, Page, QueryView, Section, Time } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { OperationsDocument, type OperationsQuery } from '../../gql/graphql'
import { DeadLetters } from './DeadLetters'
import { Pushes } from './Pushes'
import './OperationsPage.css'

const messages = defineMessages({
  zh: {
    title: '运行',
    ready: '一切正常',
    notReady: '需要处理',
    workers: '工作进程',
    noWorkers: '没有工作进程在取消息：发布的政策不会下发。请启动 flotilla worker 或 flotilla serve。',
    name: '名称',
    heard: '最近一次取消息',
    inFlight: '处理中',
    streams: '消息流',
    stream: '消息流',
    group: '消费组',
    waiting: '等待',
    oldest: '最久',
    outbox: '发件箱',
    outboxEmpty: '发件箱已清空',
    outboxWaiting: (count: string) => `${count} 条消息尚未发出，最早写于`,
    pushes: '下发中的推送',
    dead: '死信',
    asOf: '截至',
    ago: (seconds: string) => `${seconds} 秒前`,
  },
  en: {
    title: 'Operations',
    ready: 'All is well',
    notReady: 'Needs attention',
    workers: 'Workers',
    noWorkers:
      'No worker takes messages, so nothing published goes down. Start flotilla worker or flotilla serve.',
    name: 'Name',
    heard: 'Last heard',
    inFlight: 'In flight',
    streams: 'Streams',
    stream: 'Stream',
    group: 'Group',
    waiting: 'Waiting',
    oldest: 'Oldest',
    outbox: 'Outbox',
    outboxEmpty: 'The outbox is empty',
    outboxWaiting: (count: string) => `${count} messages have not left; the oldest was written`,
    pushes: 'Pushes on their way',
    dead: 'Dead letters',
    asOf: 'As of',
    ago: (seconds: string) => `${seconds} s ago`,
  },
})

type State = OperationsQuery['operations']

/** How often the page looks again, in milliseconds. */
const EVERY = 5_000

/** How the parts that do the work are, and what they could not do. */
export default function OperationsPage() {
  const t = useMessages(messages)
  const operations = useQuery({
    queryKey: ['operations'],
    queryFn: ({ signal }) => execute(OperationsDocument, {}, { signal }),
    refetchInterval: EVERY,
  })
  return (
    <Page title={t.title}>
      <QueryView query={operations}>{data => <Shown state={data.operations} />}</QueryView>
    </Page>
  )
}

function Shown({ state }: { state: State }) {
  const t = useMessages(messages)
  const seconds = (ms: string) => t.ago((Number(ms) / 1000).toFixed(1))
  return (
    <div className="operations">
      {state.problems.length === 0 ? (
        <Notice tone="good" title={t.ready}>
          {t.asOf} <Time at={state.asOf} style="full" />
        </Notice>
      ) : (
        <Notice tone="bad" title={t.notReady}>
          <ul>
            {state.problems.map(problem => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Section title={t.workers}>
        {state.workers.length === 0 ? <Notice tone="warn">{t.noWorkers}</Notice> : null}
        <DataTable<State['workers'][number]>
          caption={t.workers}
          rows={state.workers}
          rowKey={worker => worker.name}
          columns={[
            { key: 'name', title: t.name, render: worker => worker.name },
            { key: 'idle', title: t.heard, render: worker => seconds(worker.idleMs) },
            { key: 'inFlight', title: t.inFlight, align: 'end', render: worker => worker.inFlight },
          ]}
        />
      </Section>
      <Section title={t.streams}>
        <DataTable<State['streams'][number]>
          caption={t.streams}
          rows={state.streams}
          rowKey={stream => `${stream.stream} ${stream.group}`}
          columns={[
            { key: 'stream', title: t.stream, render: stream => stream.stream },
            { key: 'group', title: t.group, render: stream => stream.group },
            { key: 'waiting', title: t.waiting, align: 'end', render: stream => stream.waiting },
            { key: 'inFlight', title: t.inFlight, align: 'end', render: stream => stream.inFlight },
            {
              key: 'oldest',
              title: t.oldest,
              align: 'end',
              render: stream => (stream.oldestMs === null ? '—' : seconds(stream.oldestMs)),
            },
          ]}
        />
      </Section>
      <Section title={t.outbox}>
        {state.outbox.oldestAt === null ? (
          <p>
            <Badge tone="good">{t.outboxEmpty}</Badge>
          </p>
        ) : (
          <p>
            {t.outboxWaiting(state.outbox.waiting)} <Time at={state.outbox.oldestAt} style="full" />
          </p>
        )}
      </Section>
      <Section title={t.pushes}>
        <Pushes pushes={state.pushes} />
      </Section>
      <Section title={t.dead}>
        <DeadLetters letters={state.deadLetters} />
      </Section>
    </div>
  )
}
