import { defineMessages, numberText, termSourceName, tierName, useLanguage, useMessages } from '@shared/i18n'
import { Day, daysLeft, lastDay, StandingBadge } from '@shared/members'
import { Badge, ButtonLink, Card, Section } from '@shared/ui'
import { Link } from 'react-router'
import { useContact } from '../../offline'
import { Inviting } from './Inviting'
import { MyPage } from './MyPage'
import { mayBuy } from './offers'
import type { Me } from './queries'
import { RedeemCard } from './RedeemCard'
import { StandingActions } from './StandingActions'

const messages = defineMessages({
  zh: {
    title: '我的会籍',
    hello: (name: string) => `${name}，您好`,
    until: '有效期至',
    left: (days: number) => `还有 ${days} 天`,
    none: '还没有会籍',
    frozen: '冻结自',
    buy: '购买会籍',
    renew: '续费或升级',
    points: '积分',
    home: '归属分舵',
    terms: '会期',
    noTerms: '还没有会期',
    to: '至',
    card: '兑换卡',
    offline: '购买、兑换、冻结等操作须联网进行。',
    refunding: '退款处理期间不能购买。',
  },
  en: {
    title: 'My membership',
    hello: (name: string) => `Hello ${name}`,
    until: 'Until',
    left: (days: number) => `${days} days left`,
    none: 'No membership yet',
    frozen: 'Resting since',
    buy: 'Buy a membership',
    renew: 'Renew or upgrade',
    points: 'Points',
    home: 'Home',
    terms: 'Terms',
    noTerms: 'No term yet',
    to: 'to',
    card: 'Redeem a card',
    offline: 'To buy, to redeem and to let rest needs a network.',
    refunding: 'Nothing can be bought while a refund is decided.',
  },
})

/** A member's home: what they are, until when, and what they can do about it. */
export function MembershipPage() {
  const t = useMessages(messages)
  const { online } = useContact()
  return (
    <MyPage title={t.title}>
      {me => (
        <>
          <p className="soft">{me.name ? t.hello(me.name) : null}</p>
          <Standing me={me} />
          {online ? null : <p className="soft">{t.offline}</p>}
          {mayBuy(me.standing) ? (
            <ButtonLink to="/mine/buy" variant="primary" size="l">
              {me.untilOn ? t.renew : t.buy}
            </ButtonLink>
          ) : (
            <p className="soft">{t.refunding}</p>
          )}
          {online ? <StandingActions me={me} /> : null}
          <Section title={t.card}>
            <RedeemCard member={me.id} online={online} />
          </Section>
          <Inviting online={online} />
          <Section title={t.terms}>
            <Terms terms={me.memberships} />
          </Section>
        </>
      )}
    </MyPage>
  )
}

function Standing({ me }: { me: Me }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { untilOn } = me
  const left = untilOn === null ? 0 : daysLeft(untilOn, Date.now())
  return (
    <Card>
      <div className="mine-standing">
        <p className="list-line">
          <strong className="mine-tier">{tierName(language, me.tierCode)}</strong>
          <StandingBadge standing={me.standing} />
        </p>
        <p className="list-line">
          {untilOn ? (
            <>
              <span>
                {t.until} <Day on={lastDay(untilOn)} />
              </span>
              {left > 0 ? <Badge tone={left <= 30 ? 'warn' : 'info'}>{t.left(left)}</Badge> : null}
            </>
          ) : (
            t.none
          )}
        </p>
        {me.frozenOn ? (
          <p>
            {t.frozen} <Day on={me.frozenOn} />
          </p>
        ) : null}
        <p className="list-line soft">
          <Link to="/mine/points">
            {t.points} {numberText(me.points, language)}
          </Link>
          {me.home ? (
            <span>
              {t.home}：{me.home.name}
            </span>
          ) : null}
        </p>
      </div>
    </Card>
  )
}

function Terms({ terms }: { terms: Me['memberships'] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  if (terms.length === 0) return <p>{t.noTerms}</p>
  return (
    <ul className="list">
      {terms.toReversed().map(term => (
        <li key={term.id} className="list-row">
          <span>
            {tierName(language, term.tierCode)} · {termSourceName(language, term.source)}
          </span>
          <span>
            <Day on={term.startsOn} /> {t.to} <Day on={lastDay(term.endsOn)} />
          </span>
        </li>
      ))}
    </ul>
  )
}
