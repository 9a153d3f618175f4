import { defineMessages, numberText, shareText, useLanguage, useMessages } from '@shared/i18n'
import { ButtonLink, Card, Meter, Section } from '@shared/ui'

const messages = defineMessages({
  zh: {
    title: '分舵',
    open: (count: string) => `${count} 个分舵`,
    led: '有舵手的分舵',
    vacant: (count: string, share: string) => `${count} 个空缺（${share}），由上级代管`,
    full: '没有空缺',
    board: '查看空缺',
  },
  en: {
    title: 'Chapters',
    open: (count: string) => `${count} chapters`,
    led: 'Chapters with a helmsman',
    vacant: (count: string, share: string) => `${count} are vacant (${share}); those above take care of them`,
    full: 'None is vacant',
    board: 'See them',
  },
})

/** How many chapters somebody leads. */
export function Vacancies({ counts }: { counts: { descendants: number; vacant: number } }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { descendants, vacant } = counts
  return (
    <Section title={t.title}>
      <Card>
        <div className="overview-publication">
          <strong>{t.open(numberText(descendants, language))}</strong>
          <Meter
            label={t.led}
            value={descendants - vacant}
            max={descendants}
            tone={vacant > 0 ? 'warn' : 'good'}
          />
          <p className="overview-line">
            {vacant > 0 ? (
              <>
                <span>
                  {t.vacant(numberText(vacant, language), shareText(vacant, descendants, language))}
                </span>
                <ButtonLink size="s" to="/chapters/vacant">
                  {t.board}
                </ButtonLink>
              </>
            ) : (
              <span>{t.full}</span>
            )}
          </p>
        </div>
      </Card>
    </Section>
  )
}
