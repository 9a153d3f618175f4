//! A business in miniature: orders are paid, refunded and settled in any order, and every event is booked.

use chrono::NaiveDate;
use domain::kernel::{ChapterId, MemberId, from_micros};
use domain::money::{
    AccountKind, AccountRef, Balances, BasisPoints, Commission, CommissionState, Entry, Fault, Fen, Holding, Order,
    OrderKind, OrderState, Owner, PayeeKind, Promoter, SplitRule, Tender, Territory, payout_due, prove_balances,
    prove_entry, prove_order, prove_overdrafts, split, withhold,
};
use proptest::prelude::*;

const CHAPTERS: [ChapterId; 2] = [ChapterId(7), ChapterId(8)];

fn member(n: usize) -> MemberId {
    MemberId(uuid::Uuid::from_u128(n as u128 + 1))
}

/// The one promoter.
fn promoter() -> MemberId {
    member(1_000)
}

/// Something that happens; the number of a sale is taken modulo how many there are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    Sell {
        price: i64,
        territory: Territory,
        is_promoted: bool,
        tender: Tender,
    },
    PayTwice(usize),
    Free(usize),
    /// So many percent of what is left.
    Refund(usize, i64),
    PayRefund(usize),
    PayOut,
    ClawBack(ChapterId, i64),
}

fn chapter() -> impl Strategy<Value = ChapterId> {
    proptest::sample::select(&CHAPTERS[..])
}

fn territory() -> impl Strategy<Value = Territory> {
    prop_oneof![1 => Just(Territory::Headquarters), 2 => chapter().prop_map(Territory::Chapter)]
}

fn tender() -> impl Strategy<Value = Tender> {
    prop_oneof![Just(Tender::Provider), Just(Tender::Transfer), chapter().prop_map(Tender::Cash)]
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1..80_000_i64, territory(), any::<bool>(), tender())
            .prop_map(|(price, territory, is_promoted, tender)| Step::Sell { price, territory, is_promoted, tender }),
        1 => any::<usize>().prop_map(Step::PayTwice),
        3 => any::<usize>().prop_map(Step::Free),
        3 => (any::<usize>(), 1..=100_i64).prop_map(|(order, percent)| Step::Refund(order, percent)),
        3 => any::<usize>().prop_map(Step::PayRefund),
        2 => Just(Step::PayOut),
        1 => (chapter(), 1..5_000_i64).prop_map(|(chapter, amount)| Step::ClawBack(chapter, amount)),
    ]
}

#[derive(Debug)]
struct Sale {
    buyer: MemberId,
    tender: Tender,
    order: Order,
    commissions: Vec<Commission>,
    /// A refund that was decided and has not been paid.
    pending: Option<Fen>,
    /// Those that name the order.
    entries: Vec<Entry>,
}

/// All that has happened.
#[derive(Debug, Default)]
pub(crate) struct History {
    sales: Vec<Sale>,
    entries: Vec<Entry>,
}

impl History {
    pub(crate) fn apply(&mut self, step: Step) {
        match step {
            Step::Sell { price, territory, is_promoted, tender } => {
                self.sell(Fen(price), territory, is_promoted, tender);
            }
            Step::PayTwice(n) => self.pay_twice(n),
            Step::Free(n) => self.free(n),
            Step::Refund(n, percent) => self.refund(n, percent),
            Step::PayRefund(n) => self.pay_refund(n),
            Step::PayOut => self.pay_out(),
            Step::ClawBack(chapter, amount) => {
                let entry = Entry::clawed_back(Owner::Chapter(chapter), Fen(amount)).expect("an entry");
                self.book(None, entry, Fen(amount));
            }
        }
    }

    /// Everything that is still owed to buyers is paid.
    pub(crate) fn finish(&mut self) {
        for n in 0..self.sales.len() {
            self.pay_refund(n);
        }
    }

    /// Proves the ledger, and every order in it.
    pub(crate) fn check(&self) -> Result<(), TestCaseError> {
        let none: Vec<Fault> = Vec::new();
        let balances = self.balances();
        prop_assert_eq!(balances.trial(), Ok(Fen::ZERO));
        prop_assert_eq!(prove_balances(&balances, &balances), Ok(none.clone()));
        prop_assert_eq!(prove_overdrafts(&balances), Ok(none.clone()));
        for sale in &self.sales {
            let Order { amount, refunded, .. } = sale.order;
            prop_assert!(Fen::ZERO <= refunded && refunded <= amount);
            prop_assert_eq!(prove_order(&sale.entries, amount, refunded), Ok(none.clone()));
            let owed = held(&balances, AccountRef::member(AccountKind::RefundPayable, sale.buyer));
            prop_assert_eq!(owed, sale.pending.unwrap_or_default());
        }
        for owner in payees() {
            prop_assert_eq!(held(&balances, account(owner, Holding::Accrued)), self.accrued(owner));
        }
        Ok(())
    }

    pub(crate) fn refunds_owed(&self) -> Fen {
        let balances = self.balances();
        let refunds = balances.iter().filter(|(account, _)| account.kind == AccountKind::RefundPayable);
        Fen::sum(refunds.map(|(_, raw)| raw)).expect("a sum")
    }

    fn sell(&mut self, price: Fen, territory: Territory, is_promoted: bool, tender: Tender) {
        let rule = SplitRule {
            promoter_rate: BasisPoints::new(1_500).expect("a rate"),
            promoter_cash: true,
            ..SplitRule::first(NaiveDate::MIN)
        };
        let promoter = is_promoted.then(|| Promoter { member: promoter() });
        let split = split(&rule, price, territory, promoter).expect("a split");
        let order = Order::open(OrderKind::Purchase, price, from_micros(0)).and_then(Order::pay).expect("a paid order");
        let accrue = |share| Commission::accrue(share, price, from_micros(0));
        let commissions = split.shares().map(accrue).collect();
        let buyer = member(self.sales.len());
        self.sales.push(Sale { buyer, tender, order, commissions, pending: None, entries: Vec::new() });
        let entry = Entry::payment_received(tender, &split).expect("an entry");
        self.book(Some(self.sales.len() - 1), entry, price);
    }

    /// A second payment comes, and goes back.
    fn pay_twice(&mut self, n: usize) {
        let Some((n, Sale { buyer, tender, order, .. })) = self.pick(n) else { return };
        assert!(order.pay().is_err(), "a second payment is a surplus");
        let (buyer, tender, amount) = (*buyer, *tender, order.amount);
        let received = Entry::surplus_received(buyer, tender, amount).expect("an entry");
        let returned = Entry::surplus_returned(buyer, tender, amount).expect("an entry");
        self.book(Some(n), received, amount);
        self.book(Some(n), returned, amount);
    }

    fn free(&mut self, n: usize) {
        let Some((n, sale)) = self.pick(n) else { return };
        let waiting = sale.commissions.iter_mut().filter(|commission| commission.holding() == Holding::Accrued);
        let freed: Vec<_> = waiting
            .map(|commission| {
                commission.state = CommissionState::Payable;
                (commission.payee, commission.open_amount().expect("an amount"))
            })
            .collect();
        for (payee, amount) in freed {
            let entry = Entry::commission_freed(payee, amount).expect("an entry");
            self.book(Some(n), entry, amount);
        }
    }

    fn refund(&mut self, n: usize, percent: i64) {
        let Some((n, sale)) = self.pick(n) else { return };
        let left = sale.order.refundable().expect("an amount");
        let amount = left.pro_rata_ceil(percent, 100).expect("a part");
        let Ok(refunding) = sale.order.begin_refund(amount) else { return };
        let total = refunding.refunded.plus(amount).expect("a sum");
        sale.order = refunding;
        sale.pending = Some(amount);
        let open = sale.commissions.iter().filter(|commission| commission.state != CommissionState::Reversed);
        let reversals: Vec<_> = open.map(|commission| commission.reverse(total).expect("a reversal")).collect();
        for reversal in &reversals {
            let reversed = sale.commissions.iter_mut().find(|commission| commission.payee == reversal.payee);
            *reversed.expect("its commission") = reversal.after;
        }
        let entry = Entry::refund_decided(sale.buyer, amount, &reversals).expect("an entry");
        self.book(Some(n), entry, amount);
    }

    fn pay_refund(&mut self, n: usize) {
        let Some((n, sale)) = self.pick(n) else { return };
        let Some(amount) = sale.pending.take() else { return };
        sale.order = sale.order.settle_refund(amount).expect("a refund on its way");
        assert!(matches!(sale.order.state, OrderState::Refunded | OrderState::PartlyRefunded));
        let entry = Entry::refund_paid(sale.buyer, sale.tender, amount).expect("an entry");
        self.book(Some(n), entry, amount);
    }

    /// Everybody who is owed enough is paid; clawbacks are netted by the balance itself.
    fn pay_out(&mut self) {
        for payee in payees() {
            let owed = held(&self.balances(), account(payee, Holding::Payable));
            let Some(gross) = payout_due(owed, Fen::ZERO).expect("an amount") else { continue };
            let kind = if matches!(payee, Owner::Member(_)) { PayeeKind::Individual } else { PayeeKind::Company };
            let entry = Entry::payout_made(payee, withhold(kind, gross).expect("an amount")).expect("an entry");
            self.book(None, entry, gross);
            let commissions = self.sales.iter_mut().flat_map(|sale| &mut sale.commissions);
            for commission in commissions.filter(|commission| commission.payee == payee) {
                *commission = commission.pay().unwrap_or(*commission);
            }
        }
    }

    /// What the commissions that are not owed yet come to.
    fn accrued(&self, owner: Owner) -> Fen {
        let all = self.sales.iter().flat_map(|sale| &sale.commissions);
        let waiting = all.filter(|one| one.payee == owner && one.holding() == Holding::Accrued);
        Fen::sum(waiting.map(|one| one.open_amount().expect("an amount"))).expect("a sum")
    }

    fn book(&mut self, sale: Option<usize>, entry: Entry, amount: Fen) {
        assert_eq!(prove_entry(&entry, amount), Ok(vec![]), "{entry:?}");
        if let Some(n) = sale {
            self.sales.get_mut(n).expect("a sale").entries.push(entry.clone());
        }
        self.entries.push(entry);
    }

    fn balances(&self) -> Balances {
        Balances::of(&self.entries).expect("balances")
    }

    /// One of the sales, and its number.
    fn pick(&mut self, n: usize) -> Option<(usize, &mut Sale)> {
        let n = n.checked_rem(self.sales.len())?;
        self.sales.get_mut(n).map(|sale| (n, sale))
    }
}

fn payees() -> [Owner; 3] {
    [Owner::Chapter(CHAPTERS[0]), Owner::Chapter(CHAPTERS[1]), Owner::Member(promoter())]
}

fn account(owner: Owner, holding: Holding) -> AccountRef {
    let kind = match (owner, holding) {
        (Owner::Member(_), Holding::Accrued) => AccountKind::PromoterAccrued,
        (Owner::Member(_), Holding::Payable) => AccountKind::PromoterPayable,
        (_, Holding::Accrued) => AccountKind::ChapterAccrued,
        (_, Holding::Payable) => AccountKind::ChapterPayable,
    };
    AccountRef { kind, owner }
}

fn held(balances: &Balances, account: AccountRef) -> Fen {
    balances.held(account).expect("a balance")
}
