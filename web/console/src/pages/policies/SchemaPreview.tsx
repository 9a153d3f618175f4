import { defineMessages, useMessages } from '@shared/i18n'
import { emptyValue, SchemaForm } from '@shared/policies'
import { Empty } from '@shared/ui'
import { Component, type ReactNode, useMemo, useState } from 'react'

const messages = defineMessages({
  zh: { none: '写好 JSON Schema，这里会出现填写政策时的表单', broken: '这个 JSON Schema 还画不出表单' },
  en: {
    none: 'Once there is a JSON Schema, the form that authors will fill in stands here',
    broken: 'No form can be made of this JSON Schema yet',
  },
})

interface SchemaPreviewProps {
  /** Null while there is none. */
  schema: object | null
  policyKey?: string
  title?: string
}

/** The form that a schema makes, to try out. */
export function SchemaPreview({ schema, policyKey, title }: SchemaPreviewProps) {
  const t = useMessages(messages)
  if (!schema) return <Empty title={t.none} />
  const made = JSON.stringify(schema)
  return (
    <Fence key={made} otherwise={<Empty title={t.broken} />}>
      <Trial schema={schema} policyKey={policyKey} title={title} />
    </Fence>
  )
}

function Trial({ schema, policyKey, title }: { schema: object; policyKey?: string; title?: string }) {
  const empty = useMemo(() => emptyValue(schema), [schema])
  const [value, setValue] = useState<unknown>(empty)
  return <SchemaForm schema={schema} value={value} onChange={setValue} policyKey={policyKey} title={title} />
}

/** A schema on the way to being one may be anything: what fails to draw must not take the page along. */
class Fence extends Component<{ children: ReactNode; otherwise: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? this.props.otherwise : this.props.children
  }
}
