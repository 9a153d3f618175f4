import './Contract.css'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Checkbox } from '@shared/ui'
import { CONTRACT, CONTRACT_VERSION } from './contractText'

const messages = defineMessages({
  zh: {
    title: `会员服务协议（版本 ${CONTRACT_VERSION}）`,
    agree: '我已阅读并同意会员服务协议',
    agreed: '已请会员阅读，会员同意会员服务协议',
  },
  en: {
    title: `The membership contract (version ${CONTRACT_VERSION})`,
    agree: 'I have read the membership contract and agree to it',
    agreed: 'The member has read the membership contract and agrees to it',
  },
})

interface ContractProps {
  checked: boolean
  onChange: (checked: boolean) => void
  /** Whether the reader sells to a member, and does not buy. */
  forMember?: boolean
  error?: string
}

/** The contract, and the consent to it. */
export function Contract({ checked, onChange, forMember = false, error }: ContractProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <div className="contract">
      <details className="contract-text">
        <summary>{t.title}</summary>
        {CONTRACT[language].map(paragraph => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </details>
      <Checkbox label={forMember ? t.agreed : t.agree} checked={checked} onChange={onChange} error={error} />
    </div>
  )
}
