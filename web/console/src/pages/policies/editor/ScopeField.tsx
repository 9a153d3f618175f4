import type { ChapterLevel } from '@shared/gql/schema'
import { defineMessages, levelName, useLanguage, useMessages } from '@shared/i18n'
import { Button, CheckboxGroup, QueryView, RadioGroup } from '@shared/ui'
import type { UseQueryResult } from '@tanstack/react-query'
import { type DraftForm, levelsBelow } from './draftForm'
import { ScopePicker } from './ScopePicker'
import { chosenNodes, pathText, type ScopeTree, toggled } from './scopeTree'
import './ScopeField.css'

const messages = defineMessages({
  zh: {
    levels: '哪些级别',
    levelsHint: '只下发给勾选的级别。',
    levelsMissing: '至少勾选一个级别',
    where: '哪些地方',
    everywhere: '全部地方',
    everywhereHint: (name: string) => `${name}以下的所有分舵`,
    chosen: '指定地方',
    chosenHint: '在分舵树上勾选；勾选上级就包含它下面的全部分舵。',
    nothing: '还没有勾选任何地方',
    picked: (count: number) => `已选 ${count} 处：`,
    remove: (name: string) => `取消 ${name}`,
    others: '区划',
  },
  en: {
    levels: 'Which levels',
    levelsHint: 'It goes to the ticked levels only.',
    levelsMissing: 'Tick at least one level',
    where: 'Which places',
    everywhere: 'Everywhere',
    everywhereHint: (name: string) => `All chapters below ${name}`,
    chosen: 'Chosen places',
    chosenHint: 'Tick them on the tree; a tick includes all chapters below.',
    nothing: 'No place is ticked yet',
    picked: (count: number) => `${count} chosen:`,
    remove: (name: string) => `Remove ${name}`,
    others: 'Division',
  },
})

interface ScopeFieldProps {
  form: DraftForm
  change: (part: Partial<DraftForm>) => void
  issuer: { name: string; level: ChapterLevel }
  tree: UseQueryResult<ScopeTree>
  /** Whether to say what is missing. */
  showAll: boolean
}

/** For whom a version is: levels, and places chosen on the tree. */
export function ScopeField({ form, change, issuer, tree, showAll }: ScopeFieldProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const nowhere = !form.everywhere && form.divisions.length === 0
  return (
    <div className="scope-field">
      <CheckboxGroup<ChapterLevel>
        legend={t.levels}
        hint={t.levelsHint}
        options={levelsBelow(issuer.level).map(value => ({ value, label: levelName(language, value) }))}
        value={form.levels}
        onChange={levels => change({ levels })}
        error={form.levels.length === 0 ? t.levelsMissing : undefined}
      />
      <RadioGroup<'all' | 'chosen'>
        legend={t.where}
        value={form.everywhere ? 'all' : 'chosen'}
        onChange={value => change({ everywhere: value === 'all' })}
        options={[
          { value: 'all', label: t.everywhere, hint: t.everywhereHint(issuer.name) },
          { value: 'chosen', label: t.chosen, hint: t.chosenHint },
        ]}
        error={nowhere && showAll ? t.nothing : undefined}
      />
      {form.everywhere ? null : (
        <QueryView query={tree} rows={8}>
          {data => (
            <>
              <Picked tree={data} form={form} change={change} />
              <ScopePicker
                tree={data}
                chosen={form.divisions}
                onToggle={node => change({ divisions: [...toggled(new Set(form.divisions), node)] })}
              />
            </>
          )}
        </QueryView>
      )}
    </div>
  )
}

function Picked({
  tree,
  form,
  change,
}: {
  tree: ScopeTree
  form: DraftForm
  change: ScopeFieldProps['change']
}) {
  const t = useMessages(messages)
  const { nodes, others } = chosenNodes(tree, new Set(form.divisions))
  if (form.divisions.length === 0) return <p className="scope-field-none">{t.nothing}</p>
  const without = (code: string) => change({ divisions: form.divisions.filter(each => each !== code) })
  return (
    <div className="scope-field-picked">
      <span>{t.picked(form.divisions.length)}</span>
      <ul>
        {nodes.map(node => (
          <Chip
            key={node.code}
            name={node.name}
            detail={pathText(node)}
            onRemove={() => without(node.code)}
          />
        ))}
        {others.map(code => (
          <Chip key={code} name={`${t.others} ${code}`} onRemove={() => without(code)} />
        ))}
      </ul>
    </div>
  )
}

function Chip({ name, detail, onRemove }: { name: string; detail?: string; onRemove: () => void }) {
  const t = useMessages(messages)
  return (
    <li>
      <Button
        size="s"
        icon="close"
        aria-label={t.remove(name)}
        title={detail || undefined}
        onClick={onRemove}
      >
        {name}
      </Button>
    </li>
  )
}
