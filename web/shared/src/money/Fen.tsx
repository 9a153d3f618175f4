import { useLanguage } from '@shared/i18n'
import { fenText } from './fen'

/** An amount of money; a dash for none. */
export function Fen({ of }: { of: string | null | undefined }) {
  const { language } = useLanguage()
  if (of === null || of === undefined) return '—'
  return <span className="fen">{fenText(of, language)}</span>
}
