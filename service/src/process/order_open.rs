//! Opens an order: a member buys a term, renews it, or upgrades to a better tier.

use domain::access::Permission;
use domain::kernel::{Code, MemberId, OrderId, Violation, local_date};
use domain::members::{Standing, Tier, check_grant, check_upgrade, last_begun};
use domain::money::{Fen, Order, OrderKind, OrderState, upgrade_price};
use serde::Serialize;
use serde_json::json;
use store::members::member::Member;
use store::members::{term, tier};
use store::money::order::{self, OrderRecord};

use super::tier_price::price_at;
use crate::members::{bring_up_to_date, check_of_age, find_tier, load_member, require_for};
use crate::money::{credit, outside, territory};
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What opens an order.
#[derive(Debug, Clone, Serialize)]
pub struct OrderOpen {
    pub member: MemberId,
    /// By its code.
    pub tier: String,
    /// In place of the term that runs now, whose unused days are credited.
    pub upgrade: bool,
    /// The version of the contract that the buyer was shown and agreed to (PIPL and e-commerce law: kept with the order).
    pub contract_version: String,
}

/// What is bought: at which price, less what.
struct Offer {
    kind: OrderKind,
    list_price: Fen,
    credit: Fen,
    upgrades: Option<OrderId>,
}

impl Service {
    /// Opens an order at the price in force at the member's home: by the member, or with `OrderManage` there. What the member
    /// had opened before and not paid is called off.
    ///
    /// # Errors
    /// Rules: the tier is not for sale, no upgrade is possible, a child without a guardian's consent, no version of the
    /// contract.
    pub async fn order_open(&self, op: &Op, input: OrderOpen) -> Result<OrderId> {
        let input = &input;
        self.write(op, "money.order_open", input, |w| Box::pin(open(w, input))).await
    }
}

async fn open(w: &mut Write<'_>, input: &OrderOpen) -> Result<OrderId> {
    let held = load_member(w, input.member).await?;
    require_for(w, &held, Permission::OrderManage).await?;
    if check_grant(&input.contract_version).is_err() {
        let message = "name the version of the contract that the buyer has agreed to";
        return Err(Violation::new(Code::MembersConsentRequired, "contractVersion", message).into());
    }
    check_of_age(w, &held).await?;
    let wanted = find_tier(w, &input.tier).await?;
    let price = price_at(w.db(), &wanted, held.home, w.now()).await?.filter(|_| wanted.is_for_sale());
    let Some(price) = price else {
        let message = format!("`{}` is not for sale", wanted.code);
        return Err(Violation::new(Code::MembersTierUnknown, "tier", message).into());
    };
    let list_price = Fen(price.price);
    let (held, _) = bring_up_to_date(w, &held).await?;
    let offer = if input.upgrade {
        upgrade(w, &held, &wanted, list_price).await?
    } else {
        let runs = matches!(held.state.standing, Standing::Active | Standing::Grace | Standing::Frozen);
        let kind = if runs { OrderKind::Renewal } else { OrderKind::Purchase };
        Offer { kind, list_price, credit: Fen::ZERO, upgrades: None }
    };
    let price = upgrade_price(offer.list_price, offer.credit)?;
    let opened = Order::open(offer.kind, price, w.now())?;
    let called_off = order::cancel_open(w.db(), held.id).await?;
    let made = OrderRecord {
        id: OrderId(w.next_id()),
        member: held.id,
        kind: opened.kind,
        tier: wanted.code,
        days: wanted.days,
        list_price: offer.list_price,
        credit: offer.credit,
        price: opened.amount,
        state: opened.state,
        refunded: opened.refunded,
        home: held.home,
        sold_by: held.home,
        territory: territory(w.db(), held.home).await?.0,
        outside: outside(w.db(), held.home, held.region.as_deref(), w.now()).await?,
        upgrades: offer.upgrades,
        contract_version: input.contract_version.clone(),
        opened_at: w.now(),
        expires_at: opened.open_until,
        paid_at: None,
        version: 1,
    };
    order::insert(w.db(), &made).await?;
    let after = json!({
        "member": held.id.to_string(), "kind": made.kind, "tier": made.tier, "price": made.price, "credit": made.credit,
        "contractVersion": made.contract_version, "calledOff": called_off,
    });
    let change =
        Change { target: made.id.to_string(), chapter: Some(made.home), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(made.id)
}

/// The offer of a better tier: the days left of the term that runs are taken off.
async fn upgrade(w: &Write<'_>, held: &Member, wanted: &Tier, list_price: Fen) -> Result<Offer> {
    let refuse = |message: &str| Err(Violation::new(Code::MoneyOrderState, "upgrade", message).into());
    let today = local_date(w.now());
    let kept = term::of_member(w.db(), held.id).await?;
    let terms: Vec<_> = kept.iter().map(|kept| kept.term.clone()).collect();
    let runs = last_begun(&held.state, &terms, today).filter(|_| held.state.standing == Standing::Active);
    let runs = runs.and_then(|runs| kept.iter().find(|kept| kept.term == *runs && runs.ends_on > today));
    let Some(bought) = runs.and_then(|runs| runs.order) else {
        return refuse("only a term that was bought and runs today can be upgraded: buy a new one instead");
    };
    let bought = order::load(w.db(), bought).await?;
    // One step at a time: what was credited once cannot be followed back through a second upgrade.
    if bought.state != OrderState::Paid || bought.credit > Fen::ZERO {
        return refuse("the order behind the present term is being refunded, or is an upgrade itself: renew instead");
    }
    let from = tier::find(w.db(), &bought.tier).await?;
    check_upgrade(&from.ok_or_else(|| ServiceError::internal("an order of no tier"))?.tier, wanted)?;
    let credit = credit(w.db(), held, &bought, today).await?;
    Ok(Offer { kind: OrderKind::Upgrade, list_price, credit, upgrades: Some(bought.id) })
}
